using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.ReplicaSets;

/// <summary>Makes and deletes the pods of a ReplicaSet, and tells it.</summary>
/// <param name="store">Where they are.</param>
/// <param name="events">Told of each.</param>
internal sealed class PodControl(IObjectStore store, EventRecorder events)
{
    private static readonly string[] Copied = ["labels", "annotations", "finalizers"];

    /// <summary>Makes a pod of a ReplicaSet's template.</summary>
    /// <exception cref="StatusException">The API server does not take it.</exception>
    public void Create(JsonElement set)
    {
        try
        {
            var pod = store.Create(Kinds.Pods, set.Text("namespace"), PodOf(set));
            events.Normal(Kinds.ReplicaSets, set, "SuccessfulCreate", $"Created pod: {pod.NameOf()}");
        }
        catch (StatusException e)
        {
            events.Warning(Kinds.ReplicaSets, set, "FailedCreate", $"Error creating: {e.Message}");
            throw;
        }
    }

    /// <summary>Has a pod end.</summary>
    public void Delete(JsonElement set, JsonElement pod)
    {
        store.DeleteIfThere(Kinds.Pods, pod);
        events.Normal(Kinds.ReplicaSets, set, "SuccessfulDelete", $"Deleted pod: {pod.NameOf()}");
    }

    private static JsonObject PodOf(JsonElement set)
    {
        var metadata = new JsonObject
        {
            ["generateName"] = $"{set.NameOf()}-",
            ["ownerReferences"] = new JsonArray(OwnerReference.ToController(Kinds.ReplicaSets, set).ToJson()),
        };
        foreach (var field in Copied)
        {
            if (set.At("spec", "template", "metadata", field) is { } value)
                metadata[field] = Node(value);
        }

        return new JsonObject
        {
            ["metadata"] = metadata,
            ["spec"] = set.At("spec", "template", "spec") is { } spec ? Node(spec) : new JsonObject(),
        };
    }

    private static JsonNode? Node(JsonElement value) => JsonNode.Parse(value.GetRawText());
}
