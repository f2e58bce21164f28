using System.Text.Json;
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
    /// <summary>Makes a pod of a ReplicaSet's template.</summary>
    /// <exception cref="StatusException">The API server does not take it.</exception>
    public void Create(JsonElement set)
    {
        try
        {
            var pod = store.Create(Kinds.Pods, set.Text("namespace"), PodFromTemplate.Make(Kinds.ReplicaSets, set));
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
}
