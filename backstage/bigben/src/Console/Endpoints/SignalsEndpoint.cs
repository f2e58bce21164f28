namespace BigBen.Console.Endpoints;

/// <summary><c>GET /api/v1/signals</c>: requests, errors and durations of every Service over the last 15 minutes.</summary>
internal static class SignalsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet(
                PlatformRoutes.Signals,
                () => TypedResults.Ok(context.Metrics is { } metrics ? ServiceSignals.All(metrics, context.Clock) : []))
            .WithSummary(
                "Requests a second, share of errors, p50, p95 and p99 of every Service, in spans of ten seconds; none on a cluster.");
}
