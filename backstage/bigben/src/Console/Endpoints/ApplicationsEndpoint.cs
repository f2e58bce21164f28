using System.Text.Json.Nodes;

namespace BigBen.Console.Endpoints;

/// <summary><c>GET /api/v1/applications</c> and <c>GET /api/v1/applications/{name}</c>, as Argo CD answers them.</summary>
internal static class ApplicationsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context)
    {
        routes.MapGet(PlatformRoutes.Applications, () => TypedResults.Ok(new ApplicationList(new JsonObject(), All(context))));
        routes.MapGet($"{PlatformRoutes.Applications}/{{name}}", (string name) =>
            All(context).FirstOrDefault(application => application.Name == name) is { } found
                ? Results.Ok(found)
                : Unknown(context, name));
    }

    public static IResult Unknown(ConsoleContext context, string name) => Results.Problem(
        $"There is no Application '{name}'; there are: {string.Join(", ", All(context).Select(application => application.Name))}.",
        statusCode: StatusCodes.Status404NotFound);

    private static List<ApplicationDocument> All(ConsoleContext context) =>
        [.. context.Controller.Applications.Select(status => ApplicationDocument.From(status, context.Record.Port))];
}
