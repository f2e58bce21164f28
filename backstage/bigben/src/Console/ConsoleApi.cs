using System.Security.Cryptography;
using System.Text;
using BigBen.Console.Endpoints;
using BigBen.Console.Pages;
using BigBen.Console.Safety;
using BigBen.Foundation;

namespace BigBen.Console;

/// <summary>The pages, and the few routes behind them and behind the verbs: runs, signals, what a platform is.</summary>
internal static class ConsoleApi
{
    /// <summary>All of it as one request handler.</summary>
    public static RequestDelegate Create(ConsoleContext context) => Create(
        context.Record,
        services => OpenApiEndpoint.AddServices(services, context),
        (routes, antiForgery) =>
        {
            PlatformEndpoint.Map(routes, context);
            PodLogsEndpoint.Map(routes, context);
            RunsEndpoint.Map(routes, context.Journal, context.Actions);
            RunListEndpoint.Map(routes, context);
            ProofsEndpoint.Map(routes, context.Actions);
            SignalsEndpoint.Map(routes, context);
            StreamEndpoint.Map(routes, context);
            MetricsEndpoint.Map(routes, context);
            OpenApiEndpoint.Map(routes);
            ConsolePages.Map(routes, context, antiForgery);
        });

    /// <summary>An API without pages as one request handler, behind the same guards.</summary>
    /// <param name="record">The host's port, and the token that whoever changes something shows.</param>
    /// <param name="map">Maps its endpoints.</param>
    public static RequestDelegate Create(PlatformRecord record, Action<IEndpointRouteBuilder> map) =>
        Create(record, _ => { }, (routes, _) => map(routes));

    private static RequestDelegate Create(PlatformRecord record, Action<IServiceCollection> addServices, Action<IEndpointRouteBuilder, AntiForgery> map)
    {
        // Only its services are used: the router is what listens.
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddProblemDetails();
        addServices(builder.Services);
        var provider = builder.Build().Services;
        var antiForgery = new AntiForgery(record.Token, record.Port);
        var app = new ApplicationBuilder(provider);
        app.Use(SecurityHeaders.SetAsync);
        app.Use((http, next) => HostGuard.CheckAsync(http, record.Port, next));
        app.UseStatusCodePages();
        app.UseRouting();
        app.Use((http, next) => GuardAsync(http, record.Token, antiForgery, next));
        app.Use(TellFailureAsync);
        app.UseEndpoints(routes => map(routes, antiForgery));
        var handler = app.Build();
        return async http =>
        {
            http.RequestServices = provider;
            await handler(http);
        };
    }

    // Reading is free to whoever reaches loopback; whoever changes something shows the platform's token, or is a form of our own pages.
    private static async Task GuardAsync(HttpContext http, string token, AntiForgery antiForgery, RequestDelegate next)
    {
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || HasToken(http.Request, token))
            await next(http);
        else if (!http.Request.Path.StartsWithSegments(ConsolePages.Actions))
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else if (await antiForgery.RefuseAsync(http.Request) is { } refusal)
            await TypedResults.Problem(refusal, statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(http);
        else
            await next(http);
    }

    private static async Task TellFailureAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (PlatformException e) when (!http.Response.HasStarted)
        {
            await TypedResults.Problem(e.Message, statusCode: StatusCodes.Status409Conflict).ExecuteAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked is gone.
        }
    }

    private static bool HasToken(HttpRequest request, string token) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes($"{request.Headers.Authorization}"), Encoding.UTF8.GetBytes($"Bearer {token}"));
}
