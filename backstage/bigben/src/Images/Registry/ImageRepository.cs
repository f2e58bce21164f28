using System.Net;
using System.Text.RegularExpressions;

namespace BigBen.Images.Registry;

/// <summary>A repository of images on a server, such as <c>ghcr.io/owner/bigben-service-a</c>.</summary>
/// <param name="Host">The registry's name as people write it, with its port where there is one.</param>
/// <param name="Path">The repository in it.</param>
public sealed partial record ImageRepository(string Host, string Path)
{
    /// <summary>Docker Hub, as people write it.</summary>
    public const string DockerHub = "docker.io";

    /// <summary>
    /// Reads a repository's name. Upper-case letters become lower-case ones, since an owner on GitHub may have them and an image may not.
    /// </summary>
    /// <exception cref="PlatformException">It is none, or it names no registry.</exception>
    public static ImageRepository Parse(string text)
    {
        var match = Pattern().Match(text.ToLowerInvariant());
        return match.Success
            ? new ImageRepository(match.Groups["host"].Value, match.Groups["path"].Value)
            : throw new PlatformException(
                $"'{text}' names no image repository: write registry/owner/name, such as ghcr.io/owner/bigben-service-a.");
    }

    /// <summary>Where the registry's API answers: encrypted, except on this very machine.</summary>
    internal Uri Api => new($"{(IsLoopback ? "http" : "https")}://{(Host == DockerHub ? "registry-1.docker.io" : Host)}/v2/{Path}/");

    internal bool IsLoopback => IsLoopbackHost(new Uri($"http://{Host}").Host);

    internal static bool IsLoopbackHost(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Registry and path with a slash between, as a manifest writes it.</summary>
    public override string ToString() => $"{Host}/{Path}";

    // The reference grammar of distribution: the first part is a registry if it has a dot or a port, or is localhost.
    [GeneratedRegex(
        @"^(?<host>(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::\d+)?|[a-z0-9-]+:\d+)/"
        + @"(?<path>[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*)\z")]
    private static partial Regex Pattern();
}
