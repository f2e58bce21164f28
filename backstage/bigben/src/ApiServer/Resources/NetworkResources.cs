using static BigBen.ApiServer.Resources.ApiSubresource;

namespace BigBen.ApiServer.Resources;

/// <summary>The groups of how pods are reached.</summary>
internal static class NetworkResources
{
    public static ApiGroupVersion Networking { get; } = new("networking.k8s.io", "v1",
    [
        new("networking.k8s.io", "v1", "ingressclasses", "IngressClass") { Namespaced = false },
        new("networking.k8s.io", "v1", "ingresses", "Ingress") { ShortNames = ["ing"], Subresources = [Status("Ingress")] },
        new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy") { ShortNames = ["netpol"] },
    ]);

    public static ApiGroupVersion Discovery { get; } = new("discovery.k8s.io", "v1",
    [
        new("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice"),
    ]);
}
