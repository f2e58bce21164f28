namespace BigBen.Console.Endpoints;

/// <summary><c>GET /api/v1/platform</c>.</summary>
internal static class PlatformEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet(
            PlatformRoutes.Platform,
            () => TypedResults.Ok(new PlatformInfo(context.Record.Build, context.Record.ProcessId, context.Record.Started)));
}
