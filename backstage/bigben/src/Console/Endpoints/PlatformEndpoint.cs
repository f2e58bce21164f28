namespace BigBen.Console.Endpoints;

/// <summary><c>GET /api/v1/platform</c>.</summary>
internal static class PlatformEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet(PlatformRoutes.Platform, () => TypedResults.Ok(new PlatformInfo(
            context.Record.Build,
            context.Record.ProcessId,
            context.Record.Started,
            [.. context.Cluster.Unenforced
                .GroupBy(item => (What: item.What.Split('.')[^1], item.Why))
                .Select(group => $"{group.Key.What}: {group.Key.Why} ({string.Join(", ", group.Select(item => $"{item.Key.Namespace}/{item.Key.Name}").Distinct())})")])));
}
