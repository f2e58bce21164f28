namespace BigBen.Kubelet.Containers;

/// <summary>A declared port of a running container.</summary>
/// <param name="Name">The port's name; null where it has none.</param>
/// <param name="ContainerPort">Its number in the pod.</param>
/// <param name="Number">The port on 127.0.0.1 that the program was told to listen on.</param>
internal sealed record HostPort(string? Name, int ContainerPort, int Number);
