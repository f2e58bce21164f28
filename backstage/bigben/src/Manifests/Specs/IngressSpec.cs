namespace BigBen.Manifests.Specs;

/// <summary>An Ingress: which host and path lead to which Service.</summary>
internal static class IngressSpec
{
    public static void Read(Fields spec, Fields metadata)
    {
        spec.Accept("ingressClassName");
        spec.Unenforced("tls", "the router speaks plain HTTP on loopback");
        if (metadata.Mapping("annotations") is { } annotations)
        {
            foreach (var name in annotations.Names.Where(IsOfController))
                annotations.Unenforced(name, "the router knows no controller's own annotations");
        }

        if (spec.Mapping("defaultBackend") is { } fallback)
            Backend(fallback);
        foreach (var path in spec.Mappings("rules").SelectMany(rule => rule.Mapping("http")?.Mappings("paths") ?? []))
            Backend(path.RequiredMapping("backend"));
        spec.End();
    }

    // The one that the router reads, ingress-nginx' word for how long a pod may take to begin its answer.
    private const string ReadTimeout = "nginx.ingress.kubernetes.io/proxy-read-timeout";

    private static bool IsOfController(string annotation) => annotation != ReadTimeout && (
        annotation.Contains("ingress.kubernetes.io/", StringComparison.Ordinal)
        || annotation.Contains("traefik", StringComparison.Ordinal));

    private static void Backend(Fields backend)
    {
        if (backend.Has("resource"))
            throw backend.Broken("resource", "cannot be served here: name a service");
    }
}
