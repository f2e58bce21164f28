using BigBen.Kubelet.Containers;
using BigBen.Kubelet.Mounts;

namespace BigBen.Kubelet.Probes;

/// <summary>The run of a container that its program, probes, hooks and commands are started in.</summary>
/// <param name="Directory">The folder of its image.</param>
/// <param name="Environment">The environment of its process.</param>
/// <param name="Ports">The ports of its pod, its own ones first.</param>
internal sealed record ProbeTarget(string Directory, IReadOnlyDictionary<string, string> Environment, IReadOnlyList<HostPort> Ports)
{
    /// <summary>The mount namespace that it runs in; null for this machine's.</summary>
    public MountNamespace? Mounts { get; init; }
}
