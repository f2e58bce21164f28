using System.Text.Json.Nodes;
using BigBen.Delivery;

namespace BigBen.Console.Endpoints;

/// <summary><c>GET /api/v1/applications</c> and <c>GET /api/v1/applications/{name}</c>, as Argo CD answers them.</summary>
internal static class ApplicationsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context)
    {
        routes.MapGet(PlatformRoutes.Applications, () => TypedResults.Ok(new ApplicationList(new JsonObject(), All(context))))
            .WithSummary("Every Application, as Argo CD answers it.");
        routes.MapGet($"{PlatformRoutes.Applications}/{{name}}", (string name) =>
                Find(context, name) is { } found ? Results.Ok(ApplicationDocument.From(found, context.Record.Port)) : Unknown(context, name))
            .WithSummary("One Application, as Argo CD answers it.").Produces<ApplicationDocument>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    public static IResult Unknown(ConsoleContext context, string name) => Results.Problem(
        $"There is no Application '{name}'; there are: {string.Join(", ", context.Controller.Applications.Select(status => status.Application.Name))}.",
        statusCode: StatusCodes.Status404NotFound);

    public static ApplicationStatus? Find(ConsoleContext context, string name) =>
        context.Controller.Applications.FirstOrDefault(status => status.Application.Name == name);

    public static List<ApplicationDocument> All(ConsoleContext context) =>
        [.. context.Controller.Applications.Select(status => ApplicationDocument.From(status, context.Record.Port))];
}
