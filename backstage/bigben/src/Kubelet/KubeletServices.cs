using BigBen.ApiServer.Registry;
using BigBen.Kubelet.Containers;
using BigBen.Kubelet.Events;

namespace BigBen.Kubelet;

/// <summary>What all pods of the node share.</summary>
/// <param name="Store">The objects.</param>
/// <param name="Options">How the kubelet works.</param>
/// <param name="Id">What marks its processes.</param>
/// <param name="Ports">The free ports of the machine.</param>
/// <param name="Events">Tells what happens.</param>
/// <param name="Logs">Where the output goes.</param>
/// <param name="Containers">Told of the containers that run.</param>
/// <param name="Usage">Told of the processes.</param>
/// <param name="Wake">Wakes the pods that wait for an image, a ConfigMap or a Secret.</param>
internal sealed record KubeletServices(
    IObjectStore Store,
    KubeletOptions Options,
    string Id,
    FreePorts Ports,
    PodEvents Events,
    PodLogs Logs,
    ContainerRuntime Containers,
    NodeUsage Usage,
    Pulse Wake)
{
    public TimeProvider Clock => Options.Clock;

    public ILogger Logger => Options.Logger;

    /// <summary>Where the pods' folders are.</summary>
    public string PodsDirectory => Path.Combine(Options.Directory, "pods");
}
