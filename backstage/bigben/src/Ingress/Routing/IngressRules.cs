using BigBen.ApiServer.Resources;

namespace BigBen.Ingress.Routing;

/// <summary>What Ingress objects ask for, by host; the host is empty for rules that name none.</summary>
/// <param name="find">Finds the ports of a Service by namespace and name; null where there is no such Service.</param>
internal sealed class IngressRules(Func<string, string, Backend[]?> find)
{
    // ingress-nginx' word for it, in seconds: the one that people know.
    private const string ReadTimeout = "nginx.ingress.kubernetes.io/proxy-read-timeout";

    private readonly Dictionary<string, List<HostPath>> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The hosts and their routes.</summary>
    public IEnumerable<KeyValuePair<string, HostRoutes>> Hosts =>
        _hosts.Select(host => KeyValuePair.Create(host.Key, new HostRoutes(host.Value)));

    /// <summary>Adds an Ingress. Where two want the same, the one that was added first has it.</summary>
    public void Add(JsonElement ingress)
    {
        var ns = ingress.TextAt("metadata", "namespace") ?? "";
        var timeout = TimeoutOf(ingress);
        var named = new List<string>();
        foreach (var rule in ingress.ItemsAt("spec", "rules"))
        {
            var host = rule.TextAt("host") ?? "";
            named.Add(host);
            foreach (var path in rule.ItemsAt("http", "paths"))
                Add(host, path.TextAt("path") ?? "/", path.TextAt("pathType") == "Exact", RouteTo(ns, path.At("backend"), timeout));
        }

        if (ingress.At("spec", "defaultBackend") is not { } fallback)
            return;
        foreach (var host in named.DefaultIfEmpty("").Distinct(StringComparer.OrdinalIgnoreCase))
            Add(host, "/", isExact: false, RouteTo(ns, fallback, timeout));
    }

    private void Add(string host, string path, bool isExact, ServiceRoute route)
    {
        if (!_hosts.TryGetValue(host, out var paths))
            _hosts[host] = paths = [];
        paths.Add(new HostPath(path, isExact, route));
    }

    private static TimeSpan? TimeoutOf(JsonElement ingress) =>
        ushort.TryParse(ingress.TextAt("metadata", "annotations", ReadTimeout), CultureInfo.InvariantCulture, out var seconds)
        && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private ServiceRoute RouteTo(string ns, JsonElement? backend, TimeSpan? timeout)
    {
        var service = backend?.TextAt("service", "name") ?? "";
        var number = backend?.NumberAt("service", "port", "number");
        var name = backend?.TextAt("service", "port", "name");
        var port = find(ns, service)?.FirstOrDefault(candidate => name is null ? candidate.Port == number : candidate.Name == name);
        return new ServiceRoute(ns, service, name ?? number?.ToString(CultureInfo.InvariantCulture) ?? "", port)
        {
            ResponseTimeout = timeout,
        };
    }
}
