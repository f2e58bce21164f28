using BigBen.Manifests;
using BigBen.Manifests.Specs;
using BigBen.Runtime;

namespace BigBen.Network;

/// <summary>Where requests go, at one version of the cluster.</summary>
internal sealed class RoutingTable
{
    private readonly Dictionary<string, List<Route>> hosts = [];
    private readonly Dictionary<(string Namespace, string Name), ServiceSpec> services = [];
    private readonly ILookup<string, PodStatus> pods;

    public RoutingTable(long version, IReadOnlyList<(ObjectKey Key, ObjectSpec Spec)> objects, IReadOnlyList<PodStatus> pods)
    {
        Version = version;
        this.pods = pods.ToLookup(pod => pod.Namespace);
        foreach (var (key, spec) in objects)
        {
            if (spec is ServiceSpec service)
                services[(key.Namespace, key.Name)] = service;
            else if (spec is IngressSpec ingress)
                Add(key.Namespace, ingress);
        }

        Namespaces = objects.Select(entry => entry.Key.Namespace).ToHashSet();
    }

    public long Version { get; }

    public IReadOnlySet<string> Namespaces { get; }

    /// <summary>The hosts that lead somewhere.</summary>
    public IEnumerable<string> Hosts => hosts.Keys.Where(host => host.Length > 0).Order(StringComparer.Ordinal);

    /// <summary>Whether any rule is about the host, whatever the path.</summary>
    public bool KnowsHost(string host) => Candidates(host).Any();

    /// <summary>The route of a request: an exact path before a prefix, a longer prefix before a shorter one.</summary>
    public Route? Match(string host, string path) =>
        Candidates(host).Select(routes =>
                routes.FirstOrDefault(route => route.IsExact && route.Path == path)
                ?? routes.Where(route => !route.IsExact && IsPrefix(route.Path, path)).MaxBy(route => route.Path.TrimEnd('/').Length))
            .FirstOrDefault(route => route is not null);

    public ServiceSpec? Service(string @namespace, string name) => services.GetValueOrDefault((@namespace, name));

    public IEnumerable<string> ServicesOf(string @namespace) =>
        services.Keys.Where(key => key.Namespace == @namespace).Select(key => key.Name).Order(StringComparer.Ordinal);

    /// <summary>The ready pods behind a Service's port.</summary>
    public IReadOnlyList<Endpoint> Endpoints(string @namespace, ServiceSpec service, ServicePort port) =>
        [.. Selected(@namespace, service)
            .Where(pod => pod.Ready)
            .Select(pod => PortOf(pod, port) is { } hostPort ? new Endpoint(pod.Name, hostPort) : null)
            .OfType<Endpoint>()];

    /// <summary>Why a Service's port has no ready pod, as the end of a sentence.</summary>
    public string WhyNone(string @namespace, ServiceSpec service, ServicePort port)
    {
        var selected = Selected(@namespace, service).ToList();
        if (selected.Count == 0)
            return "no pod matches its selector";
        if (selected.Any(pod => pod.Ready))
            return $"none of its ready pods has a container port {port.TargetPort}";
        var told = selected.Where(pod => pod.Phase != PodPhase.Terminating).LastOrDefault() ?? selected[^1];
        return string.Join(", ", new[] { told.WaitingReason ?? (told.Phase == PodPhase.Running ? "not ready" : told.Summary), told.Message }.Where(part => part is not null));
    }

    private static int? PortOf(PodStatus pod, ServicePort port) =>
        pod.Ports.FirstOrDefault(candidate =>
            port.TargetPort.Name is { } name ? candidate.Name == name : candidate.ContainerPort == port.TargetPort.Number)?.HostPort;

    private IEnumerable<PodStatus> Selected(string @namespace, ServiceSpec service) =>
        pods[@namespace].Where(pod => service.Selector.All(wanted => pod.Labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value));

    private void Add(string @namespace, IngressSpec ingress)
    {
        foreach (var path in ingress.Paths)
            RoutesOf(path.Host).Add(new Route(@namespace, path.Path, path.IsExact, path.Backend));
        if (ingress.Default is { } fallback)
        {
            foreach (var host in ingress.Paths.Select(path => path.Host).DefaultIfEmpty("").Distinct())
                RoutesOf(host).Add(new Route(@namespace, "/", IsExact: false, fallback));
        }
    }

    private List<Route> RoutesOf(string host) =>
        hosts.TryGetValue(host, out var routes) ? routes : hosts[host] = [];

    // The host itself, then one star for its first label, then rules without a host.
    private IEnumerable<List<Route>> Candidates(string host)
    {
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        string[] names = dot > 0 ? [host, $"*{host[dot..]}", ""] : [host, ""];
        return names.Select(name => hosts.GetValueOrDefault(name)).OfType<List<Route>>();
    }

    // By whole path elements: /foo is a prefix of /foo/bar, not of /foobar.
    private static bool IsPrefix(string prefix, string path)
    {
        var trimmed = prefix.TrimEnd('/');
        return path.StartsWith(trimmed, StringComparison.Ordinal) && (path.Length == trimmed.Length || path[trimmed.Length] == '/');
    }
}

/// <summary>A path that leads to a Service.</summary>
internal sealed record Route(string Namespace, string Path, bool IsExact, IngressBackend Backend);

/// <summary>A ready pod and its port on 127.0.0.1.</summary>
internal sealed record Endpoint(string Pod, int Port);
