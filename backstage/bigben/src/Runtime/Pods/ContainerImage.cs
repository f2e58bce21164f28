using BigBen.Foundation;

namespace BigBen.Runtime;

/// <summary>Finds the images that pods run.</summary>
public interface IContainerImages
{
    /// <summary>The image that a reference of a manifest means. Called from many threads, and again at every start of a pod.</summary>
    /// <param name="reference">The reference as it stands in the manifest: <c>registry/name:tag@sha256:…</c>.</param>
    /// <exception cref="PlatformException">There is no such image; the pod waits and asks again.</exception>
    ContainerImage Resolve(string reference);
}

/// <summary>A program that is ready to run.</summary>
/// <param name="Digest">What it is, whatever it is called: <c>sha256:…</c>.</param>
/// <param name="RootDirectory">The folder that it starts in.</param>
/// <param name="Entrypoint">The program and its first arguments; a relative path starts at <paramref name="RootDirectory"/>.</param>
/// <param name="Environment">Variables that the image brings; those of the manifest win.</param>
public sealed record ContainerImage(
    string Digest, string RootDirectory, IReadOnlyList<string> Entrypoint, IReadOnlyDictionary<string, string> Environment);
