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
    private readonly Dictionary<(string Uid, string Container), Tracked> _tracked = [];
    private readonly UsageRate _node = new(clock.GetUtcNow());
    private ProcessUsage? _start = MachineUsage.Read();

    public IReadOnlyList<JsonObject> Pods()
    {
        lock (_gate)
        {
            var table = Measure();
            return [.. _tracked.Values.GroupBy(tracked => tracked.Pod.Uid).Select(pod => Of([.. pod], table))];
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
            _tracked[(pod.Uid, container)] = new Tracked(pod, container, process, new UsageRate(clock.GetUtcNow()));
    }

    /// <summary>It has ended.</summary>
    public void Forget(PodIdentity pod, string container)
    {
        lock (_gate)
            _tracked.Remove((pod.Uid, container));
    }

    private ProcessTable Measure() => ProcessTable.Read(_tracked.Values.Select(tracked => tracked.Process.Pid));

    private ProcessUsage OfProcesses()
    {
        var table = Measure();
        return _tracked.Values.Aggregate(default(ProcessUsage), (sum, tracked) => sum + table.Of(tracked.Process.Pid));
    }

    private JsonObject Of(IReadOnlyList<Tracked> containers, ProcessTable table)
    {
        var now = clock.GetUtcNow();
        var pod = containers[0].Pod;
        var longest = TimeSpan.Zero;
        var usages = new JsonArray();
        foreach (var tracked in containers)
        {
            var used = table.Of(tracked.Process.Pid);
            var (cores, window) = tracked.Rate.Next(now, used.Processor);
            longest = window > longest ? window : longest;
            usages.Add(new JsonObject { ["name"] = tracked.Container, ["usage"] = UsageDocument.Usage(cores, used.Memory) });
        }

        var labels = pod.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value));
        var metadata = new JsonObject
        {
            ["name"] = pod.Name,
            ["namespace"] = pod.Namespace,
            ["labels"] = new JsonObject(labels),
        };
        var metrics = UsageDocument.Of("PodMetrics", metadata, now, longest);
        metrics["containers"] = usages;
        return metrics;
    }

    private sealed record Tracked(PodIdentity Pod, string Container, ProcessIdentity Process, UsageRate Rate);
}
