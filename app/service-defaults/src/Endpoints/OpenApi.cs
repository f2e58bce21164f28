using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BigBen.ServiceDefaults.Endpoints;

internal static class OpenApi
{
    public static void AddOpenApiDocument(this IServiceCollection services, string service) =>
        services.AddOpenApi(options => options.AddDocumentTransformer((document, _, _) =>
        {
            // Nothing that differs from build to build or from host to host: the document is committed and compared.
            document.Info.Title = service;
            document.Info.Version = "v1";
            document.Servers = [];
            return Task.CompletedTask;
        }));

    // A fixed path: with a document name in it, an unknown name would answer 404 in plain text instead of a problem.
    public static void MapOpenApiDocument(this IEndpointRouteBuilder routes) => routes.MapOpenApi("/openapi/v1.json");
}
