using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Patches;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Health;
using BigBen.ArgoCd.Sync;
using BigBen.Manifests;

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

    public int Wave => Target is not null ? Hooks.WaveOf(Target.Manifest.Annotations) : Live is { } live ? Hooks.WaveOf(live) : 0;

    /// <summary>What the live object becomes when the target is applied.</summary>
    public static JsonObject Applied(TargetObject target, JsonElement live) => ThreeWayMerge.Merge(
        LastApplied.Of(live), target.Body, JsonObject.Create(live)!, MergeKeys.Of(target.Key.Kind));

    /// <summary>Whether applying the target would change the live object.</summary>
    public static bool Differs(TargetObject target, JsonElement live) =>
        !JsonNode.DeepEquals(Applied(target, live), JsonObject.Create(live));

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
}
