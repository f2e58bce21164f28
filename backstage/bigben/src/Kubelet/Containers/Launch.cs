using BigBen.Kubelet.Probes;

namespace BigBen.Kubelet.Containers;

/// <summary>Everything that a run of a container needs.</summary>
/// <param name="Image">The image.</param>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Target">Where it runs: folder, environment, ports, mounts.</param>
internal sealed record Launch(ContainerImage Image, IReadOnlyList<string> Command, ProbeTarget Target) : IDisposable
{
    /// <summary>Lets go of its mounts; what still runs keeps them.</summary>
    public void Dispose() => Target.Mounts?.Dispose();
}
