using BigBen.ApiServer.Resources;

namespace BigBen.Hostile.Api;

/// <summary>The path of an object or of many.</summary>
/// <param name="Path">The path.</param>
/// <param name="Name">The object's name; null for many.</param>
/// <param name="Subresource">The part of it; empty for all of it.</param>
internal sealed record ApiPath(string Path, string? Name, string Subresource)
{
    private static readonly string[] Namespaces = ["developer", "production", "argocd", "default", "kube-system", Playground.Namespace];

    private static readonly string[] Names = ["a", "b", "c", "service-a", "x-1"];

    private static readonly string[] OddNames =
    [
        "A", "..a", "a%2Fb", "%00", "%ff", "a%0Ab", "-", "a.b", "%20", "\u00e4", new('n', 300), "a_b", "%F0%9F%98%80", "1", ":",
        "system%3Aa",
    ];

    private static readonly string[] OddParts =
        ["status", "scale", "log", "exec", "attach", "portforward", "proxy", "finalize", "x", "%00"];

    private static readonly string[] OddPaths =
    [
        "/", "/api", "/apis", "/api/v1", "/api/v2", "/apis/apps", "/apis/apps/v9", "/openapi/v2", "/openapi/v3", "/openapi/v3/apis/apps/v1",
        "/openapi/v3/api/v1", "/version", "/livez/x", "/healthz?verbose", "/readyz?exclude=x", "/metrics", "/logs",
        "/api/v1/namespaces//pods",
        "/apis//v1/pods", "/api/v1/namespaces/developer/pods/a/b/c/d", "//api", "/api/v1/watch/pods", "/api/v1/proxy", "/debug/pprof",
        "/apis/metrics.k8s.io/v1beta1/nodes/x", "/api/v1/namespaces/%2e%2e/pods", "/.well-known/openid-configuration",
    ];

    /// <summary>What may be read: anything.</summary>
    public static ApiPath ToRead(Dice dice, ApiResource resource)
    {
        if (dice.Chance(8))
            return new ApiPath(dice.Pick(OddPaths), null, "");
        var place = resource.Namespaced && !dice.Chance(20) ? $"/namespaces/{dice.Pick(Namespaces)}" : "";
        return Of(dice, resource, place, dice.Chance(50) ? AnyName(dice) : null);
    }

    /// <summary>What may be written: what is in the playground, or has its name.</summary>
    public static ApiPath ToWrite(Dice dice, ApiResource resource, string method)
    {
        var ns = dice.Chance(95) ? Playground.Namespace : $"{Playground.Namespace}-missing";
        var place = resource.Namespaced ? $"/namespaces/{ns}" : "";
        // Only within a namespace is everything ours.
        var isOne = method != "POST" && (!resource.Namespaced || !dice.Chance(8));
        var name = !isOne ? null : resource.Namespaced ? AnyName(dice) : $"{Playground.Namespace}-{AnyName(dice)}";
        return Of(dice, resource, place, name);
    }

    private static ApiPath Of(Dice dice, ApiResource resource, string place, string? name)
    {
        var group = resource.Group.Length == 0 ? $"/api/{resource.Version}" : $"/apis/{resource.Group}/{resource.Version}";
        var part = name is null || !dice.Chance(25) ? ""
            : resource.Subresources.Count > 0 && dice.Chance(70) ? dice.Pick(resource.Subresources).Name
            : dice.Pick(OddParts);
        var path = $"{group}{place}/{resource.Plural}{(name is null ? "" : $"/{name}")}{(part.Length == 0 ? "" : $"/{part}")}";
        return new ApiPath(path, name, part);
    }

    private static string AnyName(Dice dice) => dice.Chance(80) ? dice.Pick(Names) : dice.Pick(OddNames);
}
