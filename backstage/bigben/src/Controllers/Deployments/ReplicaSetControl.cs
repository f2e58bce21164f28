using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Deployments;

/// <summary>Makes and scales the ReplicaSets of Deployments, and tells it.</summary>
/// <param name="store">Where they are.</param>
/// <param name="events">Told of each change of size.</param>
internal sealed class ReplicaSetControl(IObjectStore store, EventRecorder events)
{
    /// <summary>Makes the ReplicaSet of a Deployment's template.</summary>
    /// <returns>The ReplicaSet; null when another template has the same hash: that is counted, and the next try has another one.</returns>
    /// <exception cref="StatusException">The API server does not take it.</exception>
    public ReplicaSet? Create(Deployment deployment, int replicas, long revision)
    {
        var hash = PodTemplate.HashOf(deployment.Template, deployment.Value.NumberAt("status", "collisionCount") ?? 0);
        var name = $"{deployment.Name}-{hash}";
        try
        {
            var made = store.Create(Kinds.ReplicaSets, deployment.Namespace, New(deployment, name, hash, replicas, revision));
            if (replicas > 0)
                Tell(deployment, name, 0, replicas);
            return new ReplicaSet(made);
        }
        catch (StatusException e) when (e.Reason == StatusReason.AlreadyExists)
        {
            store.UpdateStatus(
                Kinds.Deployments,
                deployment.Value,
                status => status["collisionCount"] = (status["collisionCount"]?.GetValue<int>() ?? 0) + 1);
            return null;
        }
    }

    /// <summary>Gives a ReplicaSet a size. Says whether that was another one.</summary>
    public bool Scale(Deployment deployment, ReplicaSet set, int replicas)
    {
        store.Change(Kinds.ReplicaSets, set.Value, found =>
        {
            found["spec"]!["replicas"] = replicas;
            Revisions.AnnotateSize(found, deployment);
        });
        if (set.Replicas == replicas)
            return false;
        Tell(deployment, set.Name, set.Replicas, replicas);
        return true;
    }

    private void Tell(Deployment deployment, string set, int before, int after) => events.Normal(
        Kinds.Deployments,
        deployment.Value,
        "ScalingReplicaSet",
        $"Scaled {(after > before ? "up" : "down")} replica set {set} from {before} to {after}");

    private static JsonObject New(Deployment deployment, string name, string hash, int replicas, long revision)
    {
        var template = PodTemplate.WithHash(deployment.Template, hash);
        var selector = JsonNode.Parse((deployment.Value.At("spec", "selector") ?? default).GetRawText())!.AsObject();
        selector.MapOf("matchLabels")[PodTemplate.HashLabel] = hash;
        var set = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["labels"] = template["metadata"]!["labels"]!.DeepClone(),
                ["ownerReferences"] = new JsonArray(OwnerReference.ToController(Kinds.Deployments, deployment.Value).ToJson()),
            },
            ["spec"] = new JsonObject { ["replicas"] = replicas, ["selector"] = selector, ["template"] = template },
        };
        if (deployment.Value.NumberAt("spec", "minReadySeconds") is { } minReady)
            set["spec"]!["minReadySeconds"] = minReady;
        Revisions.Annotate(set, deployment, revision);
        Revisions.AnnotateSize(set, deployment);
        return set;
    }
}
