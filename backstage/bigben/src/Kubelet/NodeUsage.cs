using System.Text.Json.Nodes;
using BigBen.ApiServer;
using BigBen.Foundation.Processes;
using BigBen.Kubelet.Pods;
using BigBen.Kubelet.Usage;

namespace BigBen.Kubelet;

/// <summary>
/// What the pods and the node use, measured only when asked: the processor as the mean since the question before, memory as what is in RAM
/// of the processes, files that they map included.
/// </summary>
/// <param name="clock">Tells the time.</param>
internal sealed class NodeUsage(TimeProvider clock) : IResourceMetrics
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Tracked> _tracked = [];
    private readonly UsageRate _node = new(clock.GetUtcNow());
    private ProcessUsage? _start = MachineUsage.Read();

    public IReadOnlyList<JsonObject> Pods()
    {
        lock (_gate)
        {
            var table = Measure();
            return [.. _tracked.Values.Select(tracked => Of(tracked, table.Of(tracked.Process.Pid)))];
        }
    }

    public IReadOnlyList<JsonObject> Nodes()
    {
        lock (_gate)
        {
            var used = MachineUsage.Read() ?? OfProcesses();
            _start ??= used;
            var (cores, window) = _node.Next(clock.GetUtcNow(), used.Processor - _start.Value.Processor);
            var node = UsageDocument.Of("NodeMetrics", new JsonObject { ["name"] = NodeAgent.NodeName }, clock.GetUtcNow(), window);
            node["usage"] = UsageDocument.Usage(cores, used.Memory);
            return [node];
        }
    }

    /// <summary>A container of a pod runs.</summary>
    public void Track(PodIdentity pod, string container, ProcessIdentity process)
    {
        lock (_gate)
            _tracked[pod.Uid] = new Tracked(pod, container, process, new UsageRate(clock.GetUtcNow()));
    }

    /// <summary>It has ended.</summary>
    public void Forget(PodIdentity pod)
    {
        lock (_gate)
            _tracked.Remove(pod.Uid);
    }

    private ProcessTable Measure() => ProcessTable.Read(_tracked.Values.Select(tracked => tracked.Process.Pid));

    private ProcessUsage OfProcesses()
    {
        var table = Measure();
        return _tracked.Values.Aggregate(default(ProcessUsage), (sum, tracked) => sum + table.Of(tracked.Process.Pid));
    }

    private JsonObject Of(Tracked tracked, ProcessUsage used)
    {
        var now = clock.GetUtcNow();
        var (cores, window) = tracked.Rate.Next(now, used.Processor);
        var labels = tracked.Pod.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value));
        var metadata = new JsonObject
        {
            ["name"] = tracked.Pod.Name,
            ["namespace"] = tracked.Pod.Namespace,
            ["labels"] = new JsonObject(labels),
        };
        var metrics = UsageDocument.Of("PodMetrics", metadata, now, window);
        metrics["containers"] = new JsonArray(
            new JsonObject { ["name"] = tracked.Container, ["usage"] = UsageDocument.Usage(cores, used.Memory) });
        return metrics;
    }

    private sealed record Tracked(PodIdentity Pod, string Container, ProcessIdentity Process, UsageRate Rate);
}
