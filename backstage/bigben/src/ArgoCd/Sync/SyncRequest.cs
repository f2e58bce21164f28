using BigBen.ApiServer.Resources;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Sync;

/// <summary>What an <c>operation</c> asks for.</summary>
/// <param name="Revision">The commit to sync to; empty for what the Application itself names.</param>
/// <param name="Prune">Whether what git no longer has is deleted.</param>
/// <param name="DryRun">Whether nothing is changed.</param>
/// <param name="Options">Its <c>syncOptions</c>.</param>
/// <param name="Resources">The objects that it is limited to, as group, kind, namespace and name; empty for all.</param>
internal sealed record SyncRequest(
    string Revision, bool Prune, bool DryRun, IReadOnlyList<string> Options, IReadOnlyList<ObjectKey> Resources)
{
    /// <summary>Fields of an operation's <c>sync</c> that only Argo CD itself can do: the operation fails.</summary>
    public static readonly IReadOnlyList<string> Unsupported = ["manifests", "sources", "revisions"];

    /// <summary>Why there is nothing to do; null where there is.</summary>
    public string? Error { get; init; }

    /// <summary>Whether what cannot be changed in place is deleted and made anew.</summary>
    public bool Force { get; init; }

    /// <summary>Whether hooks are left out: the sync strategy <c>apply</c>, and every sync that is limited to some objects.</summary>
    public bool SkipsHooks { get; init; }

    /// <summary>Whether a person has approved of pruning what asks for that.</summary>
    public bool IsPruneConfirmed { get; init; }

    /// <summary>Whether it is limited to some objects. No history is written then.</summary>
    public bool IsPartial => Resources.Count > 0;

    /// <summary>How the objects go that what is pruned owns.</summary>
    public string PropagationPolicy =>
        Options.Contains("PrunePropagationPolicy=background") ? "Background"
        : Options.Contains("PrunePropagationPolicy=orphan") ? "Orphan"
        : "Foreground";

    public static SyncRequest Read(JsonElement operation)
    {
        var isApply = operation.At("sync", "syncStrategy", "apply") is not null;
        var resources = operation.ItemsAt("sync", "resources").Select(resource => new ObjectKey(
            resource.TextAt("group") ?? "", resource.TextAt("kind") ?? "", resource.TextAt("namespace") ?? "",
            resource.TextAt("name") ?? "")).ToList();
        return new SyncRequest(
            operation.TextAt("sync", "revision") ?? "",
            operation.FlagAt("sync", "prune"),
            operation.FlagAt("sync", "dryRun"),
            [.. operation.ItemsAt("sync", "syncOptions").Select(option => option.ToString())],
            resources)
        {
            Error = operation.At("sync") is not { } sync ? "Invalid operation request: no operation specified"
                : Unsupported.FirstOrDefault(field => sync.At(field) is not null) is { } field
                    ? $"operation.sync.{field} is not supported by the local platform"
                    : null,
            Force = operation.FlagAt("sync", "syncStrategy", isApply ? "apply" : "hook", "force"),
            SkipsHooks = isApply || resources.Count > 0,
        };
    }

    public bool Has(string option) => Options.Contains($"{option}=true");

    /// <summary>Whether an object is meant.</summary>
    public bool Includes(ObjectKey key) => !IsPartial || Resources.Any(resource =>
        resource.Group == key.Group
        && resource.Kind == key.Kind
        && resource.Name == key.Name
        && (resource.Namespace.Length == 0 || resource.Namespace == key.Namespace));
}
