using System.Collections.Frozen;

namespace BigBen.Ingress.Routing;

/// <summary>
/// The paths of one host. An exact path goes before a prefix, a longer prefix before a shorter one, the first of equals wins.
/// </summary>
internal sealed class HostRoutes
{
    private readonly FrozenDictionary<string, ServiceRoute> _exact;
    private readonly (string Prefix, ServiceRoute Route)[] _prefixes;

    public HostRoutes(IReadOnlyList<HostPath> paths)
    {
        _exact = paths.Where(path => path.IsExact).DistinctBy(path => path.Path).ToFrozenDictionary(path => path.Path, path => path.Route);
        _prefixes = [.. paths.Where(path => !path.IsExact)
            .Select(path => (Prefix: path.Path.TrimEnd('/'), path.Route))
            .OrderByDescending(path => path.Prefix.Length)];
    }

    /// <summary>The route of a path; null where there is none.</summary>
    public ServiceRoute? Match(string path)
    {
        if (_exact.Count > 0 && _exact.TryGetValue(path, out var exact))
            return exact;
        foreach (var (prefix, route) in _prefixes)
        {
            // By whole path elements: /foo is a prefix of /foo/bar, not of /foobar.
            if (path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] == '/'))
                return route;
        }

        return null;
    }
}

/// <summary>A path of a host, as an Ingress has it.</summary>
internal sealed record HostPath(string Path, bool IsExact, ServiceRoute Route);
