using System.Collections.Frozen;

namespace BigBen.Ingress.Routing;

/// <summary>Which host and path lead to which Service, and what Services there are. Never changes: a new one takes its place.</summary>
internal sealed class RoutingTable
{
    private readonly FrozenDictionary<string, HostRoutes> _hosts;
    private readonly FrozenDictionary<string, HostRoutes>.AlternateLookup<ReadOnlySpan<char>> _byHost;
    private readonly FrozenDictionary<(string Namespace, string Name), Backend[]> _services;
    private readonly FrozenSet<string> _namespaces;

    public RoutingTable(
        IEnumerable<KeyValuePair<string, HostRoutes>> hosts, IEnumerable<KeyValuePair<(string Namespace, string Name), Backend[]>> services)
    {
        _hosts = hosts.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _byHost = _hosts.GetAlternateLookup<ReadOnlySpan<char>>();
        _services = services.ToFrozenDictionary();
        _namespaces = _services.Keys.Select(service => service.Namespace).ToFrozenSet();
    }

    /// <summary>The hosts that lead somewhere.</summary>
    public IEnumerable<string> Hosts => _hosts.Keys.Where(host => host.Length > 0);

    /// <summary>The route of a request; null where there is none.</summary>
    /// <param name="host">The host, in any case, without a port.</param>
    /// <param name="path">The path, decoded.</param>
    /// <param name="isKnown">Whether any rule is about the host, whatever the path.</param>
    public ServiceRoute? Match(ReadOnlySpan<char> host, string path, out bool isKnown)
    {
        // The host itself, then one star for its first label, then rules without a host.
        isKnown = false;
        if (_byHost.TryGetValue(host, out var own))
        {
            isKnown = true;
            if (own.Match(path) is { } route)
                return route;
        }

        return MatchWildcard(host, path, ref isKnown);
    }

    /// <summary>Whether there are Services in a namespace.</summary>
    public bool HasNamespace(string ns) => _namespaces.Contains(ns);

    /// <summary>The ports of a Service; null where there is no such Service.</summary>
    public IReadOnlyList<Backend>? Find(string ns, string service) => _services.GetValueOrDefault((ns, service));

    /// <summary>The names of a namespace's Services.</summary>
    public IEnumerable<string> ServicesOf(string ns) =>
        _services.Keys.Where(service => service.Namespace == ns).Select(service => service.Name).Order(StringComparer.Ordinal);

    private ServiceRoute? MatchWildcard(ReadOnlySpan<char> host, string path, ref bool isKnown)
    {
        var dot = host.IndexOf('.');
        if (dot > 0 && _hosts.TryGetValue($"*{host[dot..]}", out var wildcard))
        {
            isKnown = true;
            if (wildcard.Match(path) is { } route)
                return route;
        }

        if (!_hosts.TryGetValue("", out var any))
            return null;
        isKnown = true;
        return any.Match(path);
    }
}
