using BigBen.ApiServer.Resources;

namespace BigBen.ArgoCd.Health;

/// <summary>Services and Ingresses: whether somebody has given them the address that they wait for.</summary>
internal static class NetworkHealth
{
    public static HealthStatus OfService(JsonElement live) =>
        live.TextAt("spec", "type") == "LoadBalancer" ? OfIngress(live) : new HealthStatus(HealthCode.Healthy);

    public static HealthStatus OfIngress(JsonElement live) =>
        new(live.ItemsAt("status", "loadBalancer", "ingress").Any() ? HealthCode.Healthy : HealthCode.Progressing);
}
