using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Containers;

/// <summary>A declared port of a running container.</summary>
/// <param name="Declared">The port as it is declared.</param>
/// <param name="Number">The port on 127.0.0.1 that the program was told to listen on.</param>
internal sealed record HostPort(ContainerPort Declared, int Number);
