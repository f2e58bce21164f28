namespace BigBen.Manifests.Helm;

/// <summary>A Helm that works on this machine.</summary>
/// <param name="Path">The path of its program.</param>
/// <param name="Version">Its version: 3.10 or newer, 4.x included.</param>
/// <param name="Origin">Where it came from, for a person: <c>PATH</c>, an earlier run, the release archive, the npm package.</param>
/// <param name="Home">The folder that its configuration, cache and data stay in, apart from the user's own.</param>
public sealed record HelmProgram(string Path, Version Version, string Origin, string Home)
{
    /// <summary>The variables every call runs with: nothing of the user's Helm set-up is read or written.</summary>
    public IReadOnlyDictionary<string, string?> Environment => Isolated(Home);

    internal static IReadOnlyDictionary<string, string?> Isolated(string home) => new Dictionary<string, string?>
    {
        ["HELM_CONFIG_HOME"] = System.IO.Path.Combine(home, "config"),
        ["HELM_CACHE_HOME"] = System.IO.Path.Combine(home, "cache"),
        ["HELM_DATA_HOME"] = System.IO.Path.Combine(home, "data"),
    };
}
