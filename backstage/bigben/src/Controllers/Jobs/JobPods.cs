using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Jobs;

/// <summary>Makes, ends and lets go of the pods of Jobs.</summary>
/// <param name="store">Where they are.</param>
/// <param name="events">Told of each that is made or ended.</param>
internal sealed class JobPods(IObjectStore store, EventRecorder events)
{
    private const string JobName = "batch.kubernetes.io/job-name";
    private const string IndexVariable = "JOB_COMPLETION_INDEX";

    private static readonly string[] ContainerLists = ["initContainers", "containers"];

    private readonly PodControl _control = new(store, events, Kinds.Jobs);

    /// <summary>Makes a pod.</summary>
    /// <param name="job">The Job.</param>
    /// <param name="index">The pod's number; null where it has none.</param>
    /// <param name="replaced">The failed pod of that number that it takes the place of; null where there is none.</param>
    public void Create(Job job, int? index, JsonElement? replaced) => _control.Create(job.Value, pod =>
    {
        var metadata = pod["metadata"]!.AsObject();
        metadata.ListOf("finalizers").Add((JsonNode)JobTally.Finalizer);
        if (index is not { } number)
            return;
        var text = number.ToString(CultureInfo.InvariantCulture);
        var name = $"{job.Value.NameOf()}-{text}";
        metadata["generateName"] = $"{name}-";
        metadata.MapOf("labels")[CompletionIndexes.Key] = text;
        var annotations = metadata.MapOf("annotations");
        annotations[CompletionIndexes.Key] = text;
        if (job.BackOffLimitPerIndex is not null)
            (replaced is { } failed ? IndexFailures.With(job, failed) : default).Write(annotations);
        var spec = pod["spec"]!.AsObject();
        spec["hostname"] = name;
        foreach (var container in ContainerLists.SelectMany(list => spec[list]?.AsArray() ?? []))
            SetVariable(container!.AsObject());
    });

    /// <summary>Has a pod end.</summary>
    public void Delete(Job job, JsonElement pod) => _control.Delete(job.Value, pod);

    /// <summary>Lets a pod go: it is counted, or nobody counts it any more.</summary>
    public void Release(JsonElement pod) => store.RemoveFinalizer(Kinds.Pods, pod, JobTally.Finalizer);

    /// <summary>Lets the pods of a name go whose Job is gone.</summary>
    /// <param name="key">The name.</param>
    /// <param name="uid">The uid of the Job that has it now; null where none has.</param>
    public void ReleaseOrphans(NamespacedName key, string? uid)
    {
        foreach (var pod in store.List(Kinds.Pods, key.Namespace).Items.Where(JobTally.IsTracked))
        {
            var owner = OwnerReference.ControllerOf(pod);
            if ((owner?.Name ?? pod.TextAt("metadata", "labels", JobName)) == key.Name && (owner is null || owner.Uid != uid))
                Release(pod);
        }
    }

    private static void SetVariable(JsonObject container)
    {
        var variables = container.ListOf("env");
        if (variables.Any(variable => (string?)variable?["name"] == IndexVariable))
            return;
        variables.Add((JsonNode)new JsonObject
        {
            ["name"] = IndexVariable,
            ["valueFrom"] = new JsonObject
            {
                ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = $"metadata.labels['{CompletionIndexes.Key}']" },
            },
        });
    }
}
