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
    /// <summary>Makes a pod of an owner's template.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="shape">What the pod has beyond its template, in place; null for nothing.</param>
    /// <exception cref="StatusException">The API server does not take it.</exception>
    public void Create(JsonElement owner, Action<JsonObject>? shape = null)
    {
        try
        {
            var made = PodFromTemplate.Make(ownerKind, owner);
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
}
