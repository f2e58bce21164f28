using BigBen.Kubelet.Containers;
using BigBen.Kubelet.Events;
using BigBen.Kubelet.Volumes;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Pods;

/// <summary>A pod that runs here, as all its containers know it.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Spec">Its spec.</param>
/// <param name="Directory">Its folder.</param>
/// <param name="Volumes">The folders that its containers share.</param>
/// <param name="Ports">The ports of 127.0.0.1 that its containers share.</param>
/// <param name="Status">Its status.</param>
/// <param name="Stop">Whether it is to end.</param>
/// <param name="Services">What all pods share.</param>
internal sealed record PodContext(
    PodIdentity Pod,
    PodSpec Spec,
    string Directory,
    PodVolumes Volumes,
    HostPorts Ports,
    PodStatusWriter Status,
    PodStop Stop,
    KubeletServices Services)
{
    /// <summary>Where the folders of its containers are in the folder of a pod.</summary>
    public const string Containers = "containers";

    /// <summary>The folder of a container, where the kubelet has it as well.</summary>
    public string DirectoryOf(ContainerSpec container) => Path.Combine(Directory, Containers, container.Name);

    /// <summary>Tells what happened to a container.</summary>
    public void Tell(ContainerSpec container, string reason, string message, bool isWarning = false)
    {
        var list = container.Role == ContainerRole.Regular ? "containers" : "initContainers";
        Services.Events.Record(new PodEvent(Pod, $"spec.{list}{{{container.Name}}}", isWarning, reason, message));
    }
}
