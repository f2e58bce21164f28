using BigBen.Kubelet.Containers;

namespace BigBen.Kubelet.Probes;

/// <summary>The run of a container that probes and hooks go to.</summary>
/// <param name="Directory">The folder of its image.</param>
/// <param name="Environment">The environment of its process.</param>
/// <param name="Ports">The ports of its pod, its own ones first.</param>
internal sealed record ProbeTarget(string Directory, IReadOnlyDictionary<string, string> Environment, IReadOnlyList<HostPort> Ports);
