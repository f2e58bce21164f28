using System.Collections.Concurrent;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.Ingress.Forwarding;
using BigBen.Ingress.Listening;
using BigBen.Ingress.Routing;
using BigBen.Ingress.Tcp;

namespace BigBen.Ingress;

/// <summary>
/// The way to the pods, on loopback only: hosts by Ingress objects on one port, a proxy for each namespace by which its pods reach
/// Services by their names, and an address for each Service by which they are reached by TCP. Where that leads is read from Ingresses,
/// Services and EndpointSlices.
/// </summary>
internal sealed class IngressController : IAsyncDisposable
{
    private static readonly string[] Direct = ["localhost", "127.0.0.1", "::1"];

    private readonly ConcurrentDictionary<string, RequestDelegate> _ownHosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Task<LoopbackServer>> _proxies = [];
    private readonly Lock _gate = new();
    private readonly Forwarder _forwarder = new();
    private readonly RoutingState _routes;
    private readonly TcpServices _tcp;
    private readonly IngressStatus _status;
    private readonly ServiceHandler _services;
    private readonly HostHandler _hosts;
    private LoopbackServer? _server;

    private IngressController(IObjectStore store, TimeProvider clock, ILogger logger)
    {
        Metrics = new RouterMetrics(clock);
        _routes = new RoutingState(store);
        _tcp = new TcpServices(store, _routes, clock, logger);
        _status = new IngressStatus(store, clock, logger);
        _services = new ServiceHandler(_forwarder, new Diagnosis(store), Metrics);
        _hosts = new HostHandler(_routes, _ownHosts, _services);
    }

    /// <summary>Requests to Services, by Ingress and by name.</summary>
    public RouterMetrics Metrics { get; }

    /// <summary>The port that hosts are served on, on 127.0.0.1 and, where there is one, ::1.</summary>
    public int Port => _server!.Port;

    /// <summary>Every host that leads somewhere, ordered.</summary>
    public IReadOnlyList<string> Hosts => _hosts.Hosts;

    /// <summary>Reads where everything is and starts to listen.</summary>
    /// <param name="store">Where the objects are.</param>
    /// <param name="port">The port; 0 for any free one.</param>
    /// <param name="clock">Tells the time of the metrics.</param>
    /// <param name="logger">Told of what fails.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlatformException">The port is in use or cannot be had.</exception>
    public static async Task<IngressController> StartAsync(
        IObjectStore store, int port, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        var controller = new IngressController(store, clock, logger);
        try
        {
            controller._server = await LoopbackServer.StartAsync(
                port, useIPv6: true, controller._hosts.AnswerAsync, tunnel: null, cancellationToken);
            return controller;
        }
        catch
        {
            await controller.DisposeAsync();
            throw;
        }
    }

    /// <summary>Serves a host by <paramref name="handler"/>; it goes before any Ingress of the same host.</summary>
    /// <param name="host">The host's name, without a port.</param>
    /// <param name="handler">Answers.</param>
    public void MapHost(string host, RequestDelegate handler) => _ownHosts[host] = handler;

    /// <summary>
    /// The forward proxy of a namespace. Through it <c>http://service-a:8011/</c>, <c>service-a.developer</c>,
    /// <c>service-a.developer.svc</c> and <c>service-a.developer.svc.cluster.local</c> are the ready pods of that Service; every other host
    /// is what it is anywhere.
    /// </summary>
    public async Task<Uri> ProxyForAsync(string ns, CancellationToken cancellationToken)
    {
        Task<LoopbackServer> starting;
        lock (_gate)
        {
            if (!_proxies.TryGetValue(ns, out starting!) || starting.IsFaulted)
            {
                var proxy = new ServiceProxy(ns, _routes, _forwarder, _services);
                _proxies[ns] = starting = LoopbackServer.StartAsync(
                    0, useIPv6: false, proxy.AnswerAsync, new ConnectTunnel(proxy.IsServed), CancellationToken.None);
            }
        }

        return new Uri($"http://127.0.0.1:{(await starting.WaitAsync(cancellationToken)).Port}/");
    }

    /// <summary>Where Services are reached by TCP: all that have an address, those included that were made this moment.</summary>
    public IReadOnlyList<TcpAddress> TcpAddresses() => _tcp.Addresses();

    /// <summary>The variables by which programs of a namespace find its proxy, and what they reach without it.</summary>
    public async Task<IReadOnlyDictionary<string, string>> EnvironmentAsync(string ns, CancellationToken cancellationToken)
    {
        var address = (await ProxyForAsync(ns, cancellationToken)).ToString();
        var own = _tcp.Addresses().Where(service => service.Service.Namespace == ns).Select(service => service.Host);
        var direct = string.Join(',', Direct.Union(own));
        // curl reads only the lower-case http_proxy; no_proxy is read in either case. Ranges are known to some programs alone.
        return new Dictionary<string, string> { ["http_proxy"] = address, ["no_proxy"] = direct, ["NO_PROXY"] = direct };
    }

    /// <summary>Stops listening; requests under way are cut off after half a second.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        List<Task<LoopbackServer>> started;
        lock (_gate)
            started = [.. _proxies.Values];
        foreach (var starting in started.Where(starting => !starting.IsFaulted))
            await (await starting).DisposeAsync();
        await _status.DisposeAsync();
        await _tcp.DisposeAsync();
        await _routes.DisposeAsync();
        _forwarder.Dispose();
    }
}
