using BigBen.ApiServer.Resources;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Applications;

/// <summary>An AppProject's <c>orphanedResources</c>: its Applications are warned of objects in their namespaces that nobody has.</summary>
/// <param name="IsWarning">Whether they are.</param>
/// <param name="Ignored">What is passed over.</param>
internal sealed record OrphanPolicy(bool IsWarning, IReadOnlyList<JsonElement> Ignored)
{
    /// <summary>The policy of a project; null where it has none.</summary>
    public static OrphanPolicy? Read(JsonElement project) => project.At("spec", "orphanedResources") is { } policy
        ? new OrphanPolicy(policy.At("warn") is not { ValueKind: JsonValueKind.False }, [.. policy.ItemsAt("ignore")])
        : null;

    /// <summary>Whether an object that nobody has is passed over: Kubernetes' own, and what the project lists.</summary>
    public bool Ignores(ObjectKey key) =>
        (key.Group, key.Kind, key.Name) is ("", "ServiceAccount", "default") or ("", "ConfigMap", "kube-root-ca.crt")
        || (key.Group, key.Kind, key.Namespace, key.Name) is ("", "Service", "default", "kubernetes")
        || Ignored.Any(entry =>
            Glob.Matches(entry.TextAt("group") ?? "", key.Group)
            && Matches(entry, "kind", key.Kind)
            && Matches(entry, "name", key.Name));

    private static bool Matches(JsonElement entry, string field, string text) =>
        entry.TextAt(field) is not { Length: > 0 } pattern || Glob.Matches(pattern, text);
}
