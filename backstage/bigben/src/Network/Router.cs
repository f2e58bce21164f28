using System.Collections.Concurrent;
using System.Diagnostics;
using BigBen.Foundation;
using BigBen.Manifests.Specs;
using BigBen.Runtime;
using Microsoft.AspNetCore.Http.Features;

namespace BigBen.Network;

/// <summary>
/// The way to the pods, on loopback only: hosts by Ingress objects on one port, and a proxy for each namespace by which its pods reach
/// Services by their names.
/// </summary>
/// <param name="cluster">Where objects and pods are; it outlives the router's start and may be ended before the router.</param>
/// <param name="clock">Tells the time of the metrics.</param>
public sealed class Router(Cluster cluster, TimeProvider clock) : IAsyncDisposable
{
    private readonly ReverseProxy proxy = new();
    private readonly ConcurrentDictionary<string, RequestDelegate> extraHosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<(string, string), StrongBox> turns = new();
    private readonly Dictionary<string, Task<LoopbackServer>> proxies = [];
    private readonly Lock gate = new();
    private RoutingTable table = new(-1, [], []);
    private LoopbackServer? server;

    /// <summary>Requests to Services, by Ingress and by name.</summary>
    public RouterMetrics Metrics { get; } = new(clock);

    /// <summary>The port that hosts are served on, on 127.0.0.1 and, where there is one, ::1.</summary>
    /// <exception cref="InvalidOperationException">The router was not started.</exception>
    public int Port => server?.Port ?? throw new InvalidOperationException("The router was not started.");

    /// <summary>Every host that leads somewhere, ordered.</summary>
    public IReadOnlyList<string> Hosts => [.. Table().Hosts.Concat(extraHosts.Keys).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Starts to listen.</summary>
    /// <param name="port">The port; 0 for any free one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlatformException">The port is in use or cannot be had.</exception>
    public async Task StartAsync(int port, CancellationToken cancellationToken = default) =>
        server = await LoopbackServer.StartAsync(port, useIPv6: true, RouteAsync, cancellationToken);

    /// <summary>Serves a host by <paramref name="handler"/>; it goes before any Ingress of the same host.</summary>
    /// <param name="host">The host's name, without a port.</param>
    /// <param name="handler">Answers.</param>
    public void MapHost(string host, RequestDelegate handler) => extraHosts[host] = handler;

    /// <summary>
    /// The forward proxy of a namespace. Through it <c>http://service-a:8011/</c>, <c>service-a.developer</c>, <c>service-a.developer.svc</c> and
    /// <c>service-a.developer.svc.cluster.local</c> are the ready pods of that Service; every other host is what it is anywhere.
    /// </summary>
    public async Task<Uri> ProxyForAsync(string @namespace, CancellationToken cancellationToken = default)
    {
        Task<LoopbackServer> starting;
        lock (gate)
        {
            if (!proxies.TryGetValue(@namespace, out starting!) || starting.IsFaulted)
            {
                var serviceProxy = new ServiceProxy(@namespace, Table, proxy, ToServiceAsync);
                proxies[@namespace] = starting = LoopbackServer.StartAsync(0, useIPv6: false, serviceProxy.AnswerAsync, CancellationToken.None);
            }
        }

        return new Uri($"http://127.0.0.1:{(await starting.WaitAsync(cancellationToken)).Port}/");
    }

    /// <summary>The variables by which programs of a namespace find its proxy; made to be <see cref="ClusterOptions.Environment"/>.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> EnvironmentAsync(string @namespace, CancellationToken cancellationToken = default)
    {
        var address = (await ProxyForAsync(@namespace, cancellationToken)).ToString();
        const string direct = "localhost,127.0.0.1,::1";
        // curl reads only the lower-case http_proxy; no_proxy is read in either case.
        return new Dictionary<string, string> { ["http_proxy"] = address, ["no_proxy"] = direct, ["NO_PROXY"] = direct };
    }

    /// <summary>Stops listening; requests under way are cut off after half a second.</summary>
    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        List<Task<LoopbackServer>> started;
        lock (gate)
            started = [.. proxies.Values];
        foreach (var starting in started.Where(starting => !starting.IsFaulted))
            await (await starting).DisposeAsync();
        proxy.Dispose();
    }

    private Task RouteAsync(HttpContext context)
    {
        var host = context.Request.Host.Host.ToLowerInvariant();
        if (extraHosts.TryGetValue(host, out var handler))
            return handler(context);
        var routes = Table();
        var route = routes.Match(host, context.Request.Path.Value ?? "/");
        if (route is not null)
            return ToServiceAsync(context, route.Namespace, route.Backend.Service, route.Backend.Port, RawTarget(context), isRouter: true);
        return routes.KnowsHost(host)
            ? Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"No Ingress of '{host}' has a path for '{context.Request.Path}'.")
            : Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"Nothing is served under the host '{host}'.", Hosts);
    }

    private async Task ToServiceAsync(HttpContext context, string @namespace, string name, NameOrNumber port, string target, bool isRouter)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await proxy.ToPodAsync(context, target, isRouter, tried => Next(@namespace, name, port, tried), NoneAsync);
        if (context.Response.StatusCode != StatusCodes.Status101SwitchingProtocols && result != ForwardResult.Cancelled)
        {
            Metrics.Record(
                @namespace, name, result == ForwardResult.Failed || context.Response.StatusCode >= 500, Stopwatch.GetElapsedTime(start));
        }

        Task NoneAsync(string? failure)
        {
            var routes = Table();
            var service = routes.Service(@namespace, name);
            var servicePort = service?.PortOf(port);
            return Problem.WriteAsync(
                context,
                StatusCodes.Status503ServiceUnavailable,
                service is null ? $"There is no Service {name} in {@namespace}."
                    : servicePort is null ? $"Service {name} in {@namespace} has no port {port}."
                    : failure is not null ? $"{name} in {@namespace} cannot be connected to: {failure}."
                    : $"{name} in {@namespace} has no ready pod: {routes.WhyNone(@namespace, service, servicePort)}.");
        }
    }

    /// <summary>The next ready pod of a Service in turn, of those not tried yet. Looked up anew every time, as pods come and go.</summary>
    private Endpoint? Next(string @namespace, string name, NameOrNumber port, IReadOnlyCollection<Endpoint> tried)
    {
        var routes = Table();
        if (routes.Service(@namespace, name) is not { } service || service.PortOf(port) is not { } servicePort)
            return null;
        var endpoints = routes.Endpoints(@namespace, service, servicePort);
        var left = tried.Count == 0 ? endpoints : [.. endpoints.Except(tried)];
        if (left.Count == 0)
            return null;
        var turn = turns.GetOrAdd((@namespace, name), static _ => new StrongBox());
        return left[(int)((uint)Interlocked.Increment(ref turn.Value) % (uint)left.Count)];
    }

    private RoutingTable Table()
    {
        var now = Volatile.Read(ref table);
        if (now.Version == cluster.Version)
            return now;
        var (version, objects, pods) = cluster.Snapshot();
        now = new RoutingTable(version, objects, pods);
        Volatile.Write(ref table, now);
        return now;
    }

    // The path as the client wrote it: what was escaped stays escaped.
    private static string RawTarget(HttpContext context)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return raw.StartsWith('/') ? raw : ServiceProxy.PathOf(raw);
    }

    private sealed class StrongBox
    {
        public int Value;
    }
}
