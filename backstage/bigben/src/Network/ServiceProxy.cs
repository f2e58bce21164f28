using System.Globalization;
using BigBen.Manifests.Specs;
using Microsoft.AspNetCore.Http.Features;

namespace BigBen.Network;

/// <summary>Answers the requests that pods of one namespace make through their http_proxy.</summary>
/// <param name="namespace">The namespace in which a bare name is looked up.</param>
/// <param name="table">Where Services are.</param>
/// <param name="proxy">Passes requests on.</param>
/// <param name="toService">Passes a request on to a Service.</param>
internal sealed class ServiceProxy(
    string @namespace, Func<RoutingTable> table, ReverseProxy proxy, Func<HttpContext, string, string, NameOrNumber, string, bool, Task> toService)
{
    private const string Scheme = "http://";

    public Task AnswerAsync(HttpContext context)
    {
        if (HttpMethods.IsConnect(context.Request.Method))
        {
            return Problem.WriteAsync(
                context, StatusCodes.Status501NotImplemented, "This proxy makes no tunnels: call Services by http://, and put other hosts into no_proxy.");
        }

        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!raw.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || !Uri.TryCreate(raw, UriKind.Absolute, out var url))
        {
            return Problem.WriteAsync(
                context, StatusCodes.Status400BadRequest, $"This is the proxy of the namespace {@namespace}: give it to a program as http_proxy.");
        }

        var host = url.Host.ToLowerInvariant().TrimEnd('.');
        var routes = table();
        if (Service(host, routes) is not { } service)
            return proxy.ToOtherAsync(context, raw);
        if (routes.Service(service.Namespace, service.Name) is not { } spec)
        {
            return Problem.WriteAsync(
                context,
                StatusCodes.Status502BadGateway,
                $"No Service {service.Name} in {service.Namespace}; there is: {string.Join(", ", routes.ServicesOf(service.Namespace).DefaultIfEmpty("none"))}.");
        }

        var port = new NameOrNumber(null, url.Port);
        return spec.PortOf(port) is null
            ? Problem.WriteAsync(
                context,
                StatusCodes.Status502BadGateway,
                $"Service {service.Name} in {service.Namespace} has no port {url.Port}; it has {string.Join(", ", spec.Ports.Select(own => own.Port.ToString(CultureInfo.InvariantCulture)))}.")
            : toService(context, service.Namespace, service.Name, port, PathOf(raw), false);
    }

    /// <summary>Path and query of an absolute URL, as written.</summary>
    public static string PathOf(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var path = url.AsSpan(start).IndexOfAny('/', '?');
        return path < 0 ? "/" : url[start + path] == '?' ? $"/{url[(start + path)..]}" : url[(start + path)..];
    }

    // As a pod's resolv.conf: a bare name is the namespace's own; name.namespace is one where there is such a namespace.
    private (string Namespace, string Name)? Service(string host, RoutingTable routes)
    {
        var labels = host.Split('.');
        return labels switch
        {
            ["localhost"] => null,
            [var name] when !name.Contains(':') => (@namespace, name),
            [var name, var scope] when routes.Namespaces.Contains(scope) => (scope, name),
            [var name, var scope, "svc"] => (scope, name),
            [var name, var scope, "svc", "cluster", "local"] => (scope, name),
            _ => null,
        };
    }
}
