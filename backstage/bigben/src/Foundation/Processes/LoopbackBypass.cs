namespace BigBen.Foundation.Processes;

/// <summary>
/// Keeps what is on this machine from the user's proxy. .NET, unlike others, sends loopback addresses through <c>HTTPS_PROXY</c>, and knows
/// neither ranges nor <c>*</c> in <c>NO_PROXY</c>.
/// </summary>
internal static class LoopbackBypass
{
    private static readonly string[] Proxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];
    private static readonly string[] Loopback = ["127.0.0.1", "localhost", "::1", ".localhost"];

    /// <summary>Changes the variables of this process, and so of what it starts; before anything has asked for a URL.</summary>
    public static void Set()
    {
        foreach (var (name, value) in Changes(Environment.GetEnvironmentVariable))
            Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary>The variables that change, with their new values; null removes one.</summary>
    /// <param name="variable">Reads one; null where it is not set.</param>
    internal static IReadOnlyDictionary<string, string?> Changes(Func<string, string?> variable)
    {
        var proxies = Proxies.Concat(Proxies.Select(name => name.ToLowerInvariant()))
            .Where(name => !string.IsNullOrEmpty(variable(name))).ToList();
        if (proxies.Count == 0)
            return new Dictionary<string, string?>();
        var (upper, lower) = (variable("NO_PROXY"), variable("no_proxy"));
        // Nothing is to go through them.
        if (upper?.Trim() == "*" || lower?.Trim() == "*")
            return proxies.ToDictionary(name => name, _ => (string?)null);
        // Programs differ in which of the two they read first.
        return new Dictionary<string, string?>
        {
            ["NO_PROXY"] = WithLoopback(string.IsNullOrEmpty(upper) ? lower : upper),
            ["no_proxy"] = WithLoopback(string.IsNullOrEmpty(lower) ? upper : lower),
        };
    }

    private static string WithLoopback(string? hosts) => string.Join(
        ',', (hosts ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Union(Loopback));
}
