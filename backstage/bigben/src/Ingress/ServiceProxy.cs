using BigBen.Ingress.Forwarding;
using BigBen.Ingress.Listening;
using BigBen.Ingress.Routing;

namespace BigBen.Ingress;

/// <summary>Answers the requests that pods of one namespace make through their http_proxy.</summary>
/// <param name="ns">The namespace in which a bare name is looked up.</param>
/// <param name="routes">Where Services are.</param>
/// <param name="forwarder">Passes requests on to other hosts.</param>
/// <param name="services">Passes requests on to Services.</param>
internal sealed class ServiceProxy(string ns, RoutingState routes, Forwarder forwarder, ServiceHandler services)
{
    private const string Scheme = "http://";

    private static readonly ServiceTransformer Transformer = new();

    /// <summary>Whether a host and port are those of a Service.</summary>
    public bool IsServed(string authority)
    {
        var table = routes.Table;
        return Parse(authority) is { } url
            && Find(url, table) is var (scope, name)
            && table.Find(scope, name)?.Any(port => port.Port == url.Port) == true;
    }

    public Task AnswerAsync(HttpContext context)
    {
        if (Target(context) is not { } url)
        {
            return Problem.WriteAsync(
                context, StatusCodes.Status400BadRequest, $"This is the proxy of the namespace {ns}: give it to a program as http_proxy.");
        }

        if (!HttpMethods.IsConnect(context.Request.Method) && RequestHead.Refusal(context) is { } refusal)
            return Problem.WriteAsync(context, StatusCodes.Status400BadRequest, refusal);
        var table = routes.Table;
        if (Find(url, table) is var (scope, name))
            return ToServiceAsync(context, table, scope, name, url.Port);
        return HttpMethods.IsConnect(context.Request.Method)
            ? Problem.WriteAsync(
                context, StatusCodes.Status501NotImplemented, "This proxy makes tunnels to Services alone: put other hosts into no_proxy.")
            : forwarder.ToOtherAsync(context, url.GetLeftPart(UriPartial.Authority), Transformer);
    }

    // Where a request wants to go: in a tunnel and over HTTP/2 the request itself names a path only.
    private static Uri? Target(HttpContext context)
    {
        if (context.Features.Get<TunnelFeature>() is { } tunnel)
            return Parse(tunnel.Authority);
        if (HttpProtocol.IsHttp2(context.Request.Protocol))
            return Parse(context.Request.Host.Value ?? "");
        var raw = RequestTarget.Raw(context);
        if (HttpMethods.IsConnect(context.Request.Method))
            return Parse(raw);
        return raw.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(raw, UriKind.Absolute, out var url) ? url : null;
    }

    private static Uri? Parse(string authority) => Uri.TryCreate(Scheme + authority, UriKind.Absolute, out var url) ? url : null;

    private Task ToServiceAsync(HttpContext context, RoutingTable table, string scope, string name, int port)
    {
        if (table.Find(scope, name) is not { } ports)
        {
            return Problem.WriteAsync(
                context,
                StatusCodes.Status502BadGateway,
                $"No Service {name} in {scope}; there is: {string.Join(", ", table.ServicesOf(scope).DefaultIfEmpty("none"))}.");
        }

        var number = port.ToString(CultureInfo.InvariantCulture);
        return ports.FirstOrDefault(own => own.Port == port) is { } backend
            ? services.AnswerAsync(context, new ServiceRoute(scope, name, number, backend), Transformer)
            : Problem.WriteAsync(
                context,
                StatusCodes.Status502BadGateway,
                $"Service {name} in {scope} has no port {number}; it has {string.Join(", ", ports.Select(own => own.Port))}.");
    }

    // As a pod's resolv.conf: a bare name is the namespace's own; name.namespace is one where there is such a namespace.
    private (string Namespace, string Name)? Find(Uri url, RoutingTable table) => url.Host.ToLowerInvariant().TrimEnd('.').Split('.') switch
    {
        ["localhost"] => null,
        [var name] when !name.Contains(':') => (ns, name),
        [var name, var scope] when table.HasNamespace(scope) => (scope, name),
        [var name, var scope, "svc"] => (scope, name),
        [var name, var scope, "svc", "cluster", "local"] => (scope, name),
        _ => null,
    };
}
