using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BigBen.ServiceDefaults.Endpoints;

internal static class Ready
{
    /// <summary>Readiness: whether traffic should come here; 503 while starting and draining.</summary>
    public static void MapReady(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/ready", Answer).DisableHttpMetrics().ExcludeFromDescription();

    private static Results<Ok<HealthAnswer>, ProblemHttpResult> Answer(Drain drain) => drain.Ready
        ? TypedResults.Ok(HealthAnswer.Success)
        : TypedResults.Problem(
            statusCode: StatusCodes.Status503ServiceUnavailable,
            detail: drain.Draining ? "The service is shutting down." : "The service is starting.");
}
