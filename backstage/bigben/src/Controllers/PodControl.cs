using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers;

/// <summary>Makes and deletes the pods of an object that has a template of them, and tells it.</summary>
/// <param name="store">Where they are.</param>
/// <param name="events">Told of each.</param>
/// <param name="ownerKind">The kind of that object.</param>
internal sealed class PodControl(IObjectStore store, EventRecorder events, ApiResource ownerKind)
{
    private static readonly string[] Copied = ["labels", "annotations", "finalizers"];

    /// <summary>Makes a pod of an owner's template.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="shape">What the pod has beyond its template, in place; null for nothing.</param>
    /// <exception cref="StatusException">The API server does not take it.</exception>
    public void Create(JsonElement owner, Action<JsonObject>? shape = null)
    {
        try
        {
            var made = PodOf(owner);
            shape?.Invoke(made);
            var pod = store.Create(Kinds.Pods, owner.Text("namespace"), made);
            events.Normal(ownerKind, owner, "SuccessfulCreate", $"Created pod: {pod.NameOf()}");
        }
        catch (StatusException e)
        {
            events.Warning(ownerKind, owner, "FailedCreate", $"Error creating: {e.Message}");
            throw;
        }
    }

    /// <summary>Has a pod end.</summary>
    public void Delete(JsonElement owner, JsonElement pod)
    {
        store.DeleteIfThere(Kinds.Pods, pod);
        events.Normal(ownerKind, owner, "SuccessfulDelete", $"Deleted pod: {pod.NameOf()}");
    }

    private JsonObject PodOf(JsonElement owner)
    {
        var metadata = new JsonObject
        {
            ["generateName"] = $"{owner.NameOf()}-",
            ["ownerReferences"] = new JsonArray(OwnerReference.ToController(ownerKind, owner).ToJson()),
        };
        foreach (var field in Copied)
        {
            if (owner.At("spec", "template", "metadata", field) is { } value)
                metadata[field] = Node(value);
        }

        return new JsonObject
        {
            ["metadata"] = metadata,
            ["spec"] = owner.At("spec", "template", "spec") is { } spec ? Node(spec) : new JsonObject(),
        };
    }

    private static JsonNode? Node(JsonElement value) => JsonNode.Parse(value.GetRawText());
}
