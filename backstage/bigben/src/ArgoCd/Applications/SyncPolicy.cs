using BigBen.ApiServer.Resources;

namespace BigBen.ArgoCd.Applications;

/// <summary>How an Application is synced.</summary>
/// <param name="Automated">Whether it is synced without being asked.</param>
/// <param name="Prune">Whether what git no longer has is deleted then.</param>
/// <param name="SelfHeal">Whether what was changed by hand is put back.</param>
/// <param name="AllowEmpty">Whether everything may be pruned at once.</param>
/// <param name="Options">Its <c>syncOptions</c>, such as <c>CreateNamespace=true</c>.</param>
/// <param name="Retry">Its whole <c>retry</c>; null where there is none.</param>
/// <param name="ManagedNamespaceMetadata">Labels and annotations for the namespace; null where there are none.</param>
internal sealed record SyncPolicy(
    bool Automated,
    bool Prune,
    bool SelfHeal,
    bool AllowEmpty,
    IReadOnlyList<string> Options,
    JsonElement? Retry,
    JsonElement? ManagedNamespaceMetadata)
{
    /// <summary>Whether an option is on.</summary>
    public bool Has(string option) => Options.Contains($"{option}=true");

    public static SyncPolicy Read(JsonElement? policy)
    {
        var automated = policy?.At("automated");
        return new SyncPolicy(
            automated is not null && automated.Value.At("enabled") is not { ValueKind: JsonValueKind.False },
            automated?.FlagAt("prune") is true,
            automated?.FlagAt("selfHeal") is true,
            automated?.FlagAt("allowEmpty") is true,
            [.. (policy?.ItemsAt("syncOptions") ?? []).Select(option => option.ToString())],
            policy?.At("retry"),
            policy?.At("managedNamespaceMetadata"));
    }
}
