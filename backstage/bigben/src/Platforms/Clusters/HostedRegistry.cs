namespace BigBen.Platforms.Clusters;

/// <summary>Where a hosted repository's workflows push its images.</summary>
internal static class HostedRegistry
{
    private const string GitHub = "github.com";

    /// <summary>The registry of a GitHub repository: <c>ghcr.io</c> and its owner, in lower case as registries want it.</summary>
    /// <exception cref="PlatformException">It is not on GitHub, so nobody but you knows the registry.</exception>
    public static string Of(string source)
    {
        var path = source.Replace($"git@{GitHub}:", $"https://{GitHub}/", StringComparison.Ordinal);
        return Uri.TryCreate(path, UriKind.Absolute, out var url) && url.Host == GitHub && url.Segments.Length > 2
            ? $"ghcr.io/{url.Segments[1].TrimEnd('/').ToLowerInvariant()}"
            : throw new PlatformException($"'{source}' is not a repository on GitHub, so its registry is not known: "
                + "name it by --registry, such as registry.example.com/owner.");
    }
}
