using System.Collections.Concurrent;
using System.Text.Json;
using BigBen.ApiServer;
using BigBen.ApiServer.Registry;
using BigBen.Kubelet.Commands;
using BigBen.Kubelet.Pods;

namespace BigBen.Kubelet;

/// <summary>The containers that run; a pod here has one.</summary>
internal sealed class ContainerRuntime : IContainerRuntime
{
    private readonly ConcurrentDictionary<string, RunningContainer> _running = new();

    public IRunningContainer? Find(JsonElement pod, string? container) =>
        _running.TryGetValue(pod.Text("uid"), out var running) && (container is null || running.Name == container) ? running : null;

    /// <summary>A container runs from now on.</summary>
    public void Started(PodIdentity pod, RunningContainer container) => _running[pod.Uid] = container;

    /// <summary>It does not run any more, nor does anything that was started beside it from now on.</summary>
    public void Ended(PodIdentity pod)
    {
        if (_running.TryRemove(pod.Uid, out var running))
            running.End();
    }
}
