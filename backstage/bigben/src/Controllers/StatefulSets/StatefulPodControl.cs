using BigBen.ApiServer.Admission;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.StatefulSets;

/// <summary>Makes and deletes the pods of a StatefulSet, and their claims before them, and tells it.</summary>
/// <param name="store">Where they are.</param>
/// <param name="events">Told of each.</param>
internal sealed class StatefulPodControl(IObjectStore store, EventRecorder events)
{
    /// <summary>Makes one pod, and the claims that it has none of yet.</summary>
    /// <param name="set">The StatefulSet.</param>
    /// <param name="revision">The ControllerRevision whose template it gets.</param>
    /// <param name="ordinal">Its number.</param>
    /// <exception cref="StatusException">The API server does not take it.</exception>
    /// <exception cref="PlatformException">A claim is on its way out.</exception>
    public void Create(StatefulSet set, JsonElement revision, int ordinal)
    {
        var name = set.PodName(ordinal);
        try
        {
            CreateClaims(set, ordinal);
            var pod = PodOf(set, revision, ordinal);
            // Nobody has looked into the template so far: Kubernetes does not when a StatefulSet is made.
            ObjectValidation.CheckValues(Kinds.Pods, pod);
            store.Create(Kinds.Pods, set.Namespace, pod);
            events.Normal(Kinds.StatefulSets, set.Value, "SuccessfulCreate", $"Create Pod {name} in StatefulSet {set.Name} successful");
        }
        catch (Exception e) when (e is PlatformException or StatusException { Reason: not StatusReason.AlreadyExists })
        {
            events.Warning(
                Kinds.StatefulSets, set.Value, "FailedCreate", $"Create Pod {name} in StatefulSet {set.Name} failed error: {e.Message}");
            throw;
        }
    }

    /// <summary>Has a pod end.</summary>
    public void Delete(StatefulSet set, JsonElement pod)
    {
        store.DeleteIfThere(Kinds.Pods, pod);
        events.Normal(
            Kinds.StatefulSets, set.Value, "SuccessfulDelete", $"Delete Pod {pod.NameOf()} in StatefulSet {set.Name} successful");
    }

    /// <summary>Has a pod that ended by itself make room for another one.</summary>
    public void Recreate(StatefulSet set, JsonElement pod)
    {
        var words = $"StatefulSet {set.Namespace}/{set.Name} is recreating";
        if (pod.TextAt("status", "phase") == "Failed")
            events.Warning(Kinds.StatefulSets, set.Value, "RecreatingFailedPod", $"{words} failed Pod {pod.NameOf()}");
        else
            events.Normal(Kinds.StatefulSets, set.Value, "RecreatingTerminatedPod", $"{words} terminated Pod {pod.NameOf()}");
        Delete(set, pod);
    }

    /// <summary>Makes the claims of a pod that are missing.</summary>
    /// <exception cref="StatusException">The API server does not take one.</exception>
    /// <exception cref="PlatformException">One is on its way out.</exception>
    public void CreateClaims(StatefulSet set, int ordinal)
    {
        foreach (var template in set.ClaimTemplates)
        {
            var name = set.ClaimName(template, ordinal);
            if (store.Find(Kinds.VolumeClaims, set.Namespace, name) is { } found)
            {
                if (found.IsTerminating())
                    throw new PlatformException($"pvc {name} is being deleted");
                continue;
            }

            store.Create(Kinds.VolumeClaims, set.Namespace, ClaimOf(set, template, name));
            events.Normal(
                Kinds.StatefulSets,
                set.Value,
                "SuccessfulCreate",
                $"Create Claim {name} Pod {set.PodName(ordinal)} in StatefulSet {set.Name} success");
        }
    }

    private static JsonObject ClaimOf(StatefulSet set, JsonElement template, string name)
    {
        var metadata = JsonNode.Parse((template.At("metadata") ?? default).GetRawText())!.AsObject();
        metadata["name"] = name;
        var labels = metadata.MapOf("labels");
        foreach (var label in set.Value.FieldsAt("spec", "selector", "matchLabels"))
            labels[label.Name] = label.Value.GetString();
        return new JsonObject
        {
            ["metadata"] = metadata,
            ["spec"] = JsonNode.Parse((template.At("spec") ?? default).GetRawText()),
        };
    }

    private static JsonObject PodOf(StatefulSet set, JsonElement revision, int ordinal)
    {
        var pod = PodFromTemplate.Make(Kinds.StatefulSets, set.Value, SetRevisions.TemplateOf(revision));
        var (metadata, spec, name) = (pod["metadata"]!.AsObject(), pod["spec"]!.AsObject(), set.PodName(ordinal));
        metadata["name"] = name;
        var labels = metadata.MapOf("labels");
        labels["apps.kubernetes.io/pod-index"] = ordinal.ToString(CultureInfo.InvariantCulture);
        labels[StatefulSet.RevisionLabel] = revision.NameOf();
        labels["statefulset.kubernetes.io/pod-name"] = name;
        spec["hostname"] = name;
        if (set.Value.TextAt("spec", "serviceName") is { Length: > 0 } service)
            spec["subdomain"] = service;
        // A claim takes the place of a volume of the same name.
        var claimed = set.ClaimTemplates.ToDictionary(template => template.NameOf(), template => set.ClaimName(template, ordinal));
        var others = (spec["volumes"] as JsonArray ?? []).Where(volume => !claimed.ContainsKey($"{volume?["name"]}"));
        JsonNode[] volumes =
        [
            .. claimed.Select(claim => new JsonObject
            {
                ["name"] = claim.Key,
                ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = claim.Value },
            }),
            .. others.Select(volume => volume!.DeepClone()),
        ];
        if (volumes.Length > 0)
            spec["volumes"] = new JsonArray(volumes);
        return pod;
    }
}
