using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Ingress.Routing;

/// <summary>
/// Keeps up with the store. A change of an Ingress or Service makes a new table, once a request asks for it; a change of an EndpointSlice,
/// such as by a probe that fails, replaces the endpoints of its Service alone.
/// </summary>
internal sealed class RoutingState : IAsyncDisposable
{
    private const string ServiceName = "kubernetes.io/service-name";

    private readonly Lock _gate = new();
    private readonly Dictionary<NamespacedName, JsonElement> _ingresses = [];
    private readonly Dictionary<NamespacedName, JsonElement> _services = [];
    private readonly Dictionary<NamespacedName, ServiceEndpoints> _endpoints = [];
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watching;
    private RoutingTable? _table;

    /// <summary>Reads what there is, and follows what becomes of it until it is disposed.</summary>
    public RoutingState(IObjectStore store) => _watching = Task.WhenAll(
        new Informer(store, Kinds.EndpointSlices).RunAsync(SliceChanged, _end.Token),
        new Informer(store, Kinds.Services).RunAsync(
            (before, after) =>
            {
                Changed(_services, before, after);
                ServiceChanged?.Invoke(NamespacedName.Of((after ?? before)!.Value));
            },
            _end.Token),
        new Informer(store, Kinds.Ingresses).RunAsync((before, after) => Changed(_ingresses, before, after), _end.Token));

    /// <summary>Tells of each Service that has changed or whose pods have; the table is up to date then.</summary>
    public event Action<NamespacedName>? ServiceChanged;

    /// <summary>The table as of now.</summary>
    public RoutingTable Table => Volatile.Read(ref _table) ?? Build();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private void Changed(Dictionary<NamespacedName, JsonElement> known, JsonElement? before, JsonElement? after)
    {
        var key = NamespacedName.Of((after ?? before)!.Value);
        lock (_gate)
        {
            if (after is { } value)
                known[key] = value;
            else
                known.Remove(key);
            Volatile.Write(ref _table, null);
        }
    }

    private void SliceChanged(JsonElement? before, JsonElement? after)
    {
        var (was, now) = (ServiceOf(before), ServiceOf(after));
        lock (_gate)
        {
            if (was is { } old && was != now)
                EndpointsOf(old).Remove(before!.Value.NameOf());
            if (now is { } service)
                EndpointsOf(service).Put(after!.Value);
        }

        foreach (var service in new[] { was, now }.OfType<NamespacedName>().Distinct())
            ServiceChanged?.Invoke(service);
    }

    private static NamespacedName? ServiceOf(JsonElement? slice) =>
        slice?.TextAt("metadata", "labels", ServiceName) is { } service ? new(slice.Value.Text("namespace"), service) : null;

    private ServiceEndpoints EndpointsOf(NamespacedName service)
    {
        if (!_endpoints.TryGetValue(service, out var endpoints))
            _endpoints[service] = endpoints = new ServiceEndpoints();
        return endpoints;
    }

    private RoutingTable Build()
    {
        lock (_gate)
        {
            if (_table is { } built)
                return built;
            foreach (var gone in _endpoints.Where(entry => entry.Value.IsEmpty && !_services.ContainsKey(entry.Key)).ToList())
                _endpoints.Remove(gone.Key);
            var services = _services.ToDictionary(
                service => (service.Key.Namespace, service.Key.Name), service => PortsOf(service.Key, service.Value));
            var rules = new IngressRules((ns, name) => services.GetValueOrDefault((ns, name)));
            foreach (var (_, ingress) in _ingresses.OrderBy(entry => entry.Key.ToString(), StringComparer.Ordinal))
                rules.Add(ingress);
            var table = new RoutingTable(rules.Hosts, services);
            Volatile.Write(ref _table, table);
            return table;
        }
    }

    private Backend[] PortsOf(NamespacedName service, JsonElement value) =>
    [
        .. value.ItemsAt("spec", "ports").Select(port => new Backend(
            service.Namespace,
            service.Name,
            (int)(port.NumberAt("port") ?? 0),
            port.TextAt("name") ?? "",
            port.TextAt("appProtocol") == "kubernetes.io/h2c",
            EndpointsOf(service).Of(port.TextAt("name") ?? ""))),
    ];
}
