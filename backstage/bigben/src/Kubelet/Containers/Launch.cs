namespace BigBen.Kubelet.Containers;

/// <summary>Everything that a run of a container needs.</summary>
/// <param name="Image">The image.</param>
/// <param name="Ports">The ports of the pod as they are declared, those first that the container itself declares.</param>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Environment">The whole environment.</param>
internal sealed record Launch(
    ContainerImage Image,
    IReadOnlyList<HostPort> Ports,
    IReadOnlyList<string> Command,
    IReadOnlyDictionary<string, string> Environment);
