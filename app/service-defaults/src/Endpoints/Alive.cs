using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BigBen.ServiceDefaults.Endpoints;

internal static class Alive
{
    /// <summary>Liveness: the process answers. It asks nothing else, or a slow neighbour would have every pod restarted.</summary>
    public static void MapAlive(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/alive", Answer).DisableHttpMetrics().ExcludeFromDescription();

    private static HealthAnswer Answer() => HealthAnswer.Success;
}
