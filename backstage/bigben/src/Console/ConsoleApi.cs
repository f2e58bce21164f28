using System.Security.Cryptography;
using System.Text;
using BigBen.Console.Endpoints;
using BigBen.Console.Pages;
using BigBen.Console.Safety;
using Microsoft.AspNetCore.Antiforgery;

namespace BigBen.Console;

/// <summary>The pages, and the few routes behind them and behind the verbs: runs, signals, what a platform is.</summary>
internal static class ConsoleApi
{
    /// <summary>All of it as one request handler.</summary>
    public static RequestDelegate Create(ConsoleContext context)
    {
        var record = context.Record;
        // Only its services are used: the router is what listens. Every other builder reads settings, and watches all folders for them.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRouting();
        builder.Services.AddProblemDetails();
        OpenApiEndpoint.AddServices(builder.Services, context);
        AntiForgery.AddServices(builder.Services);
        var provider = builder.Build().Services;
        var antiForgery = new AntiForgery(provider.GetRequiredService<IAntiforgery>(), record.ConsoleAuthority);
        var app = new ApplicationBuilder(provider);
        app.Use(SecurityHeaders.SetAsync);
        app.Use((http, next) => HostGuard.CheckAsync(http, record.ConsoleAuthority, next));
        app.UseStatusCodePages();
        app.Use(HeadRequests.AsGetAsync);
        app.UseRouting();
        app.Use(TellFailureAsync);
        app.Use((http, next) => GuardAsync(http, record.Token, antiForgery, next));
        app.UseEndpoints(routes => Map(routes, context, antiForgery));
        var handler = app.Build();
        return async http =>
        {
            http.RequestServices = provider;
            await handler(http);
        };
    }

    private static void Map(IEndpointRouteBuilder routes, ConsoleContext context, AntiForgery antiForgery)
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
        catch (InvalidDataException e) when (!http.Response.HasStarted)
        {
            // A form that is none, or beyond any limit.
            await TypedResults.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(http);
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
