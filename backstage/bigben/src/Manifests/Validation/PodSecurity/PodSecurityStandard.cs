namespace BigBen.Manifests.Validation.PodSecurity;

/// <summary>
/// Kubernetes' Pod Security Standards: what the API server's admission refuses of pods in a namespace whose labels ask for it. A workload
/// is taken by the server and then gets no pods, so it is looked at here as its pods are there.
/// </summary>
internal static class PodSecurityStandard
{
    private const string EnforceLabel = "pod-security.kubernetes.io/enforce";
    private const string VersionLabel = "pod-security.kubernetes.io/enforce-version";

    /// <summary>How the object's pods violate what their namespace enforces, in one sentence; none for an object without pods.</summary>
    /// <param name="namespaceLabels">The labels of the namespace.</param>
    /// <param name="value">The object.</param>
    public static IEnumerable<string> Violations(IReadOnlyDictionary<string, string> namespaceLabels, JsonObject value)
    {
        var level = namespaceLabels.GetValueOrDefault(EnforceLabel, "");
        var version = namespaceLabels.GetValueOrDefault(VersionLabel, "latest");
        var violations = ViolationsOf(level, value).ToList();
        return violations.Count == 0 ? [] : [$"violates PodSecurity \"{level}:{version}\": {string.Join(", ", violations)}"];
    }

    /// <summary>Each violation of a standard, in Kubernetes' words and order.</summary>
    /// <param name="level"><c>baseline</c> or <c>restricted</c>; any other forbids nothing.</param>
    /// <param name="value">The object.</param>
    public static IEnumerable<string> ViolationsOf(string level, JsonObject value)
    {
        if (PodPaths.Of($"{value["kind"]}") is not { } path)
            return [];
        var checks = level switch
        {
            "baseline" => BaselineChecks.All,
            "restricted" => RestrictedChecks.All,
            _ => [],
        };
        var spec = path.Aggregate(Field.Root(value, []), (field, name) => field[name]);
        return checks
            .Select(check => (check.Title, Findings: string.Join("; ", check.Findings(spec))))
            .Where(check => check.Findings.Length > 0)
            .Select(check => $"{check.Title} ({check.Findings})");
    }
}
