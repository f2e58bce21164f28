namespace BigBen.Console.Endpoints;

/// <summary><c>GET /api/v1/openapi.json</c>: the OpenAPI document of the API, made from its endpoints.</summary>
internal static class OpenApiEndpoint
{
    // The framework looks for this name where the route has no {documentName}.
    private const string Document = "v1";

    public static void AddServices(IServiceCollection services, ConsoleContext context) =>
        services.AddOpenApi(Document, options =>
        {
            options.ShouldInclude = description => description.RelativePath is { } path
                && (path.StartsWith("api/", StringComparison.Ordinal) || path == "metrics");
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = "Big Ben";
                document.Info.Version = context.Record.Build;
                document.Servers?.Clear();
                return Task.CompletedTask;
            });
        });

    public static void Map(IEndpointRouteBuilder routes) => routes.MapOpenApi(PlatformRoutes.OpenApi);
}
