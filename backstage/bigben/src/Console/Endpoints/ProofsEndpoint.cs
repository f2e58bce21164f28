namespace BigBen.Console.Endpoints;

/// <summary><c>GET /api/v1/proofs</c>: what every URL answered when it was asked last.</summary>
internal static class ProofsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, IPlatformActions actions) =>
        routes.MapGet(PlatformRoutes.Proofs, () => TypedResults.Ok(actions.Proofs));
}
