using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Ingress.Routing;

namespace BigBen.Ingress.Tcp;

/// <summary>
/// Services by TCP, as kube-proxy has them: each has an address of this machine, and what connects to one of its ports there is passed on
/// to a ready pod. A port that cannot be had by its number is told as an event of the Service, once.
/// </summary>
internal sealed class TcpServices : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<NamespacedName, TcpService> _known = [];
    private readonly CancellationTokenSource _end = new();
    private readonly IObjectStore _store;
    private readonly RoutingState _routes;
    private readonly EventRecorder _events;
    private readonly Controller _controller;

    /// <summary>Takes an address for every Service that there is, and follows what becomes of them until it is disposed.</summary>
    /// <param name="store">Where the Services are.</param>
    /// <param name="routes">Where their pods are.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Told of what fails; it is tried again.</param>
    public TcpServices(IObjectStore store, RoutingState routes, TimeProvider clock, ILogger logger)
    {
        (_store, _routes) = (store, routes);
        _events = new EventRecorder(store, clock, "kube-proxy");
        _controller = new Controller("service-tcp", store, clock, logger, (key, _) =>
        {
            Reconcile(key);
            return Task.FromResult<TimeSpan?>(null);
        });
        routes.ServiceChanged += _controller.Enqueue;
        Addresses();
        _controller.Start();
    }

    /// <summary>
    /// Where every Service is reached that has an address, in order, those included that were made this moment: headless Services and names
    /// of other hosts have none.
    /// </summary>
    /// <exception cref="PlatformException">The machine has no port left for one.</exception>
    public IReadOnlyList<TcpAddress> Addresses()
    {
        foreach (var service in _store.List(Kinds.Services).Items)
            Reconcile(NamespacedName.Of(service));
        lock (_gate)
            return [.. _known.Values.Select(service => service.Address).OrderBy(address => $"{address.Service}", StringComparer.Ordinal)];
    }

    public async ValueTask DisposeAsync()
    {
        _routes.ServiceChanged -= _controller.Enqueue;
        await _controller.DisposeAsync();
        lock (_gate)
        {
            foreach (var service in _known.Values)
                service.Dispose();
            _known.Clear();
        }

        await _end.CancelAsync();
        _end.Dispose();
    }

    private void Reconcile(NamespacedName key)
    {
        JsonElement? value;
        IReadOnlyList<string> changed;
        lock (_gate)
        {
            value = _store.Find(Kinds.Services, key.Namespace, key.Name);
            var ports = value is { } there ? PortsOf(there) : [];
            if (ports.Count == 0)
            {
                if (_known.Remove(key, out var gone))
                    gone.Dispose();
                return;
            }

            if (!_known.TryGetValue(key, out var service))
                _known[key] = service = New(key, value!.Value);
            changed = service.Update(ports);
        }

        foreach (var port in changed)
            _events.Warning(Kinds.Services, value!.Value, "PortNotAvailable", port);
    }

    private TcpService New(NamespacedName key, JsonElement service) => new(
        key,
        LoopbackAddress.Take(service.TextAt("spec", "clusterIP")),
        name => _routes.Table.Find(key.Namespace, key.Name)?.FirstOrDefault(port => port.Name == name)?.Endpoints,
        _end.Token);

    private static IReadOnlyCollection<(int Number, string Name)> PortsOf(JsonElement service) =>
        service.TextAt("spec", "clusterIP") == "None" || service.TextAt("spec", "type") == "ExternalName"
            ? []
            :
            [
                .. service.ItemsAt("spec", "ports").Where(port => port.TextAt("protocol") is null or "TCP")
                    .Select(port => ((int)(port.NumberAt("port") ?? 0), port.TextAt("name") ?? "")),
            ];
}
