namespace BigBen.Kubelet;

/// <summary>A program that is ready to run.</summary>
/// <param name="Digest">What it is, whatever it is called: <c>sha256:…</c>.</param>
/// <param name="RootDirectory">The folder that it starts in.</param>
/// <param name="Entrypoint">The program and its first arguments; a relative path starts at <paramref name="RootDirectory"/>.</param>
/// <param name="Environment">Variables that the image brings; those of the pod win.</param>
internal sealed record ContainerImage(
    string Digest, string RootDirectory, IReadOnlyList<string> Entrypoint, IReadOnlyDictionary<string, string> Environment);
