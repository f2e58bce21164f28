using System.Security.Cryptography;
using System.Text;
using BigBen.Console.Endpoints;

namespace BigBen.Console;

/// <summary>The API of the local platform, served by its router on the host <c>console.&lt;domain&gt;</c>.</summary>
public static class ConsoleApi
{
    /// <summary>The API of the local platform as one request handler.</summary>
    public static RequestDelegate Create(ConsoleContext context) => Create(context.Record.Token, routes =>
    {
        PlatformEndpoint.Map(routes, context);
        ApplicationsEndpoint.Map(routes, context);
        PodsEndpoint.Map(routes, context);
        LogsEndpoint.Map(routes, context);
        RunsEndpoint.Map(routes, context.Journal, context.Actions);
        ProofsEndpoint.Map(routes, context.Actions);
    });

    /// <summary>An API as one request handler; whatever changes state asks for the token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="map">Maps its endpoints.</param>
    public static RequestDelegate Create(string token, Action<IEndpointRouteBuilder> map)
    {
        // Only its services are used: the router is what listens.
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddProblemDetails();
        var provider = builder.Build().Services;
        var app = new ApplicationBuilder(provider);
        app.UseStatusCodePages();
        app.UseRouting();
        app.Use(async (http, next) =>
        {
            if (HttpMethods.IsGet(http.Request.Method) || HasToken(http.Request, token))
                await next(http);
            else
                http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        });
        app.UseEndpoints(map);
        var handler = app.Build();
        return async http =>
        {
            http.RequestServices = provider;
            await handler(http);
        };
    }

    private static bool HasToken(HttpRequest request, string token) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes($"{request.Headers.Authorization}"), Encoding.UTF8.GetBytes($"Bearer {token}"));
}
