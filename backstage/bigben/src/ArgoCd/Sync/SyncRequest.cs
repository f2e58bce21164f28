using System.Text.Json;
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
    /// <summary>Whether it is limited to some objects. No hooks run then, and no history is written.</summary>
    public bool IsPartial => Resources.Count > 0;

    public static SyncRequest Read(JsonElement operation) => new(
        operation.TextAt("sync", "revision") ?? "",
        operation.FlagAt("sync", "prune"),
        operation.FlagAt("sync", "dryRun"),
        [.. operation.ItemsAt("sync", "syncOptions").Select(option => option.ToString())],
        [
            .. operation.ItemsAt("sync", "resources").Select(resource => new ObjectKey(
                resource.TextAt("group") ?? "", resource.TextAt("kind") ?? "", resource.TextAt("namespace") ?? "",
                resource.TextAt("name") ?? "")),
        ]);

    public bool Has(string option) => Options.Contains($"{option}=true");

    /// <summary>Whether an object is meant.</summary>
    public bool Includes(ObjectKey key) => !IsPartial || Resources.Any(resource =>
        resource.Group == key.Group
        && resource.Kind == key.Kind
        && resource.Name == key.Name
        && (resource.Namespace.Length == 0 || resource.Namespace == key.Namespace));
}
