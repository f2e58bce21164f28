using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;
using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Comparison;
using BigBen.ArgoCd.Sync;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Gate;

/// <summary>Workloads and claims that are there already, with the fields that stay as they were made.</summary>
/// <param name="store">What is there.</param>
internal sealed class UnchangeableFields(IObjectStore store)
{
    private static readonly string[] Replacing = ["Replace=true", "Force=true"];

    // What of a spec may not change, for the sake of which an update is refused.
    private static readonly Dictionary<(string Group, string Kind), string[]> Fixed = new()
    {
        [("apps", "Deployment")] = ["selector"],
        [("apps", "StatefulSet")] = ["volumeClaimTemplates", "serviceName", "selector", "podManagementPolicy"],
        [("batch", "Job")] =
        [
            "template", "selector", "completionMode", "completions", "podFailurePolicy", "backoffLimitPerIndex", "managedBy",
            "successPolicy",
        ],
        [("", "PersistentVolumeClaim")] = ["resources", "storageClassName", "accessModes", "volumeMode", "volumeName"],
    };

    /// <summary>
    /// Why a sync could not change the live object, with the field and the way; null where it can, or makes the object anew.
    /// </summary>
    /// <returns>The refusal, and the value that cannot be.</returns>
    public (string Text, string? Value)? Refusal(Application application, Manifest manifest)
    {
        var target = TargetObject.Of(application.Name, manifest);
        var key = manifest.Key;
        if (!Fixed.TryGetValue((key.Group, key.Kind), out var fields) || target is not { Resource: { } resource }
            || target.IsHook || store.Find(resource, key.Namespace, key.Name) is not { } live || live.IsTerminating()
            || Replacing.Any(option => application.SyncPolicy.Options.Contains(option)
                || Hooks.HasOption(manifest.Annotations, option) || Hooks.HasOption(live, option)))
            return null;
        try
        {
            new Applier(store).Apply(resource, target, new ApplyOptions(DryRun: true));
            return null;
        }
        catch (StatusException e) when (e.Reason is StatusReason.Invalid or StatusReason.Forbidden)
        {
            var before = JsonObject.Create(live)!["spec"];
            var change = fields
                .Select(field => FirstChange($"spec.{field}", before?[field], target.Body["spec"]?[field]))
                .FirstOrDefault(change => change is not null);
            if (change is var (path, was, now))
                return ($"{path} is {was?.ToJsonString() ?? "not set"} and cannot become {now!.ToJsonString()}: {Way(key)}", $"{now}");
            // For how many pods of Deployments there is room, PodRoom knows better.
            return e.Reason == StatusReason.Forbidden && key.Kind == "Deployment" ? null : (e.Message, null);
        }
    }

    private static string Way(ObjectKey key) => key.Kind switch
    {
        "Job" => "a Job stays as it was made: take it away, or give it another name",
        "PersistentVolumeClaim" => "the local platform's class of volumes does not allow expansion: keep the value, or give the claim "
            + "another name",
        "Deployment" => $"run kubectl annotate deployment {key.Name} -n {key.Namespace} argocd.argoproj.io/sync-options=Force=true and "
            + "push again; the Deployment is then made again, with all its pods at once",
        _ => $"run kubectl annotate statefulset {key.Name} -n {key.Namespace} argocd.argoproj.io/sync-options=Force=true and push again; "
            + "the StatefulSet is then made again, its volumes stay as they are (docs/databases.md, \"Grow the volume\")",
    };

    // Fields that only the live object has are defaults.
    private static (string Path, JsonNode? Was, JsonNode? Now)? FirstChange(string path, JsonNode? was, JsonNode? now) => (was, now) switch
    {
        (JsonObject old, JsonObject map) => map.Select(field => FirstChange($"{path}.{field.Key}", old[field.Key], field.Value))
            .FirstOrDefault(change => change is not null),
        (JsonArray old, JsonArray list) => list.Select((item, at) => FirstChange($"{path}[{at}]", old.ElementAtOrDefault(at), item))
            .FirstOrDefault(change => change is not null),
        (_, null) => null,
        _ => JsonNode.DeepEquals(was, now) ? null : (path, was, now),
    };
}
