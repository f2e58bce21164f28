using System.Collections.Concurrent;
using BigBen.Ingress.Forwarding;
using BigBen.Ingress.Routing;

namespace BigBen.Ingress;

/// <summary>Answers requests from outside, by their host and path.</summary>
/// <param name="routes">Where they lead.</param>
/// <param name="ownHosts">The hosts that the platform serves itself.</param>
/// <param name="services">Passes requests on.</param>
internal sealed class HostHandler(RoutingState routes, ConcurrentDictionary<string, RequestDelegate> ownHosts, ServiceHandler services)
{
    private static readonly IngressTransformer Transformer = new();

    private readonly ConcurrentDictionary<string, RequestDelegate>.AlternateLookup<ReadOnlySpan<char>> _ownHosts =
        ownHosts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Every host that leads somewhere, ordered.</summary>
    public IReadOnlyList<string> Hosts =>
        [.. routes.Table.Hosts.Concat(ownHosts.Keys).Select(host => host.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal)];

    public Task AnswerAsync(HttpContext context)
    {
        if (RequestHead.Refusal(context) is { } refusal)
            return Problem.WriteAsync(context, StatusCodes.Status400BadRequest, refusal);
        var host = RequestHead.NameOf(context.Request.Headers.Host.ToString());
        if (_ownHosts.TryGetValue(host, out var handler))
            return handler(context);
        if (routes.Table.Match(host, context.Request.Path.Value is { Length: > 0 } path ? path : "/", out var isKnown) is { } route)
            return services.AnswerAsync(context, route, Transformer);
        return isKnown
            ? Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"No Ingress of '{host}' has a path for '{context.Request.Path}'.")
            : Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"Nothing is served under the host '{host}'.", Hosts);
    }
}
