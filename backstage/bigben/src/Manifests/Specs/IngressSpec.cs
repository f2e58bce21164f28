namespace BigBen.Manifests.Specs;

/// <summary>An Ingress: which host and path lead to which Service.</summary>
/// <param name="Paths">Every path of every rule, in their order.</param>
/// <param name="Default">Where a request goes that no path takes.</param>
internal sealed record IngressSpec(IReadOnlyList<IngressPath> Paths, IngressBackend? Default) : ObjectSpec
{
    public static IngressSpec Read(Fields spec, Fields metadata)
    {
        spec.Accept("ingressClassName");
        spec.Unenforced("tls", "the router speaks plain HTTP on loopback");
        foreach (var name in metadata.TextMap("annotations").Keys)
        {
            if (name.Contains("ingress.kubernetes.io/", StringComparison.Ordinal) || name.Contains("traefik", StringComparison.Ordinal))
            {
                metadata.Context.Unenforced.Add(
                    new Unenforced(
                        metadata.Context.Object, $"metadata.annotations.{name}", "the router knows no controller's own annotations"));
            }
        }

        var paths = spec.Mappings("rules").SelectMany(Rule).ToList();
        var fallback = spec.Mapping("defaultBackend") is { } backend ? Backend(backend) : null;
        if (paths.Count == 0 && fallback is null)
            throw spec.Broken("rules", "is missing: the Ingress leads nowhere");
        spec.End();
        return new IngressSpec(paths, fallback);
    }

    private static List<IngressPath> Rule(Fields rule)
    {
        var host = rule.Text("host")?.ToLowerInvariant() ?? "";
        if (host.Contains(':') || host.Contains('/') || host.LastIndexOf('*') > 0 || host == "*")
            throw rule.Broken(
                "host", $"'{host}' is no host name: neither port nor path belong there, and '*' only as its whole first label");
        var http = rule.RequiredMapping("http");
        var paths = http.Mappings("paths").Select(path => Path(path, host)).ToList();
        if (paths.Count == 0)
            throw http.Broken("paths", "is missing");
        http.End();
        rule.End();
        return paths;
    }

    private static IngressPath Path(Fields path, string host)
    {
        var type = path.OneOf("pathType", "", "Exact", "Prefix", "ImplementationSpecific");
        var text = path.Text("path") ?? "/";
        if (!text.StartsWith('/'))
            throw path.Broken("path", $"'{text}' must start with '/'");
        var result = new IngressPath(host, text, type == "Exact", Backend(path.RequiredMapping("backend")));
        path.End();
        return result;
    }

    private static IngressBackend Backend(Fields backend)
    {
        if (backend.Has("resource"))
            throw backend.Broken("resource", "cannot be served here: name a service");
        var service = backend.RequiredMapping("service");
        var port = service.RequiredMapping("port");
        var result = new IngressBackend(
            service.RequiredText("name"),
            port.Text("name") is { } name ? new NameOrNumber(name, 0)
                : new NameOrNumber(null, port.Number("number", 1, 65535) ?? throw port.Broken("number", "is missing")));
        port.End();
        service.End();
        backend.End();
        return result;
    }
}

/// <summary>A host and path, and the Service that they lead to; the host is empty for any host.</summary>
internal sealed record IngressPath(string Host, string Path, bool IsExact, IngressBackend Backend);

/// <summary>A Service's port, in the namespace of the Ingress.</summary>
internal sealed record IngressBackend(string Service, NameOrNumber Port);
