using BigBen.ApiServer.Patches;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Differences;
using BigBen.ArgoCd.Health;
using BigBen.ArgoCd.Sync;
using BigBen.Manifests;
using BigBen.Manifests.Validation.Schema;

namespace BigBen.ArgoCd.Comparison;

/// <summary>One object of an Application: as git asks for it, as it is, and what is to be said of the two.</summary>
/// <param name="Key">Which object.</param>
/// <param name="Resource">The resource that it is served as; null where the API does not know its kind.</param>
/// <param name="Version">Its API version without the group.</param>
/// <param name="Target">As git asks for it; null where git does not have it.</param>
/// <param name="Live">As it is; null where it is not there.</param>
/// <param name="Status">Whether the two are the same; null where that is not asked, as of hooks.</param>
/// <param name="Health">Its health; null where it has none.</param>
internal sealed record ResourceComparison(
    ObjectKey Key, ApiResource? Resource, string Version, TargetObject? Target, JsonElement? Live, SyncStatus? Status, HealthStatus? Health)
{
    /// <summary>Whether a live object belongs to a sync, not to what is deployed.</summary>
    public bool IsHook => Live is { } live && Hooks.IsHook(live);

    /// <summary>Whether it is the Application's and git no longer has it.</summary>
    public bool RequiresPruning => Target is null && Live is { } live && Tracking.IsOwn(Key, live);

    /// <summary>Whether it is pruned already and only has to be waited for.</summary>
    public bool IsBeingPruned => RequiresPruning && Live?.IsTerminating() is true;

    /// <summary>Whether git no longer has it, and it leaves its Application Synced all the same.</summary>
    public bool IsIgnored => RequiresPruning && Live is { } live && Hooks.IgnoresExtraneous(live);

    public int Wave => Target is not null ? Hooks.WaveOf(Target.Manifest.Annotations) : Live is { } live ? Hooks.WaveOf(live) : 0;

    /// <summary>What the live object becomes when the target is applied.</summary>
    public static JsonObject Applied(TargetObject target, JsonElement live) =>
        Applied(target, JsonObject.Create(live)!, LastApplied.Of(live));

    /// <summary>Whether applying the target would change the live object in fields that are not ignored.</summary>
    public static bool Differs(TargetObject target, JsonElement live, IgnoredDifferences ignored)
    {
        var current = JsonObject.Create(live)!;
        if (ignored.AreOf(target.Key))
        {
            current = ignored.Without(target.Key, current);
            target = target with { Body = ignored.Without(target.Key, target.Body) };
        }

        return !Decoded.AreSame(Applied(target, current, LastApplied.Of(live)), current);
    }

    /// <summary>As it stands in an Application's <c>status.resources</c>.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (Key.Group.Length > 0)
            json["group"] = Key.Group;
        if (Health is not null)
        {
            json["health"] = new JsonObject();
            if (Health.Message.Length > 0)
                json["health"]!["message"] = Health.Message;
            json["health"]!["status"] = $"{Health.Status}";
        }

        if (IsHook)
            json["hook"] = true;
        json["kind"] = Key.Kind;
        json["name"] = Key.Name;
        if (Key.Namespace.Length > 0)
            json["namespace"] = Key.Namespace;
        if (RequiresPruning)
            json["requiresPruning"] = true;
        if (Status is not null)
            json["status"] = $"{Status}";
        if (Wave != 0)
            json["syncWave"] = Wave;
        json["version"] = Version;
        return json;
    }

    private static JsonObject Applied(TargetObject target, JsonObject live, JsonObject original) =>
        ThreeWayMerge.Merge(original, target.Body, live, MergeKeys.Of(target.Key.Kind));
}
