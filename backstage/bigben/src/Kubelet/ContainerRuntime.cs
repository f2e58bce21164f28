using System.Collections.Concurrent;
using BigBen.ApiServer;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Kubelet.Commands;
using BigBen.Kubelet.Pods;

namespace BigBen.Kubelet;

/// <summary>The containers that run.</summary>
internal sealed class ContainerRuntime : IContainerRuntime
{
    private readonly ConcurrentDictionary<(string Uid, string Name), RunningContainer> _running = new();

    public IRunningContainer? Find(JsonElement pod, string? container)
    {
        var names = container is null
            ? pod.ItemsAt("spec", "containers").Concat(pod.ItemsAt("spec", "initContainers")).Select(known => known.TextAt("name") ?? "")
            : [container];
        return names.Select(name => _running.GetValueOrDefault((pod.Text("uid"), name))).FirstOrDefault(running => running is not null);
    }

    /// <summary>A container runs from now on.</summary>
    public void Started(PodIdentity pod, string name, RunningContainer container) => _running[(pod.Uid, name)] = container;

    /// <summary>It does not run any more, nor does anything that was started beside it from now on.</summary>
    public void Ended(PodIdentity pod, string name)
    {
        if (_running.TryRemove((pod.Uid, name), out var running))
            running.End();
    }
}
