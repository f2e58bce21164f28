using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BigBen.Examples.Echo;

/// <summary>The answer of <c>/-/health</c>.</summary>
/// <param name="Status">Always <c>ok</c>: a service that cannot say so does not answer.</param>
/// <param name="Debug">Which of several pods answers.</param>
internal sealed record HostHealth(string Status, HostDebug Debug);

/// <summary>Which machine, or pod, this is.</summary>
/// <param name="Hostname">Its name: a pod's own.</param>
/// <param name="Ip">The address that the request came to; null where it did not come over a network.</param>
internal sealed record HostDebug(string Hostname, string? Ip);

internal static class HostHealthRoute
{
    public static void MapHostHealth(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/-/health", Answer).WithName("GetHostHealth").WithSummary("Whether the service answers, and from where.");

    private static Ok<HostHealth> Answer(HttpContext context) => TypedResults.Ok(Of(context.Connection.LocalIpAddress));

    internal static HostHealth Of(IPAddress? address)
    {
        // A listener of both families sees IPv4 mapped into IPv6.
        var ip = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return new HostHealth("ok", new HostDebug(Environment.MachineName, ip?.ToString()));
    }
}
