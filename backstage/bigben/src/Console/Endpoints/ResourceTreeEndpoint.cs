namespace BigBen.Console.Endpoints;

/// <summary><c>GET /api/v1/applications/{name}/resource-tree</c>, as Argo CD answers it.</summary>
internal static class ResourceTreeEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet($"{PlatformRoutes.Applications}/{{name}}/resource-tree", (string name) =>
                ApplicationsEndpoint.Find(context, name) is { } found
                    ? Results.Ok(ApplicationTree.Of(found, context.Cluster, context.Record.Port))
                    : ApplicationsEndpoint.Unknown(context, name))
            .WithSummary("An Application's objects and what was made from them, as Argo CD answers it.")
            .Produces<ApplicationTree>().ProducesProblem(StatusCodes.Status404NotFound);
}
