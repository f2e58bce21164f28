using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BigBen.ServiceDefaults.Logs;

/// <summary>One line per request of a user. Queries are left out: they may carry what nobody should read.</summary>
internal sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var status = context.Response.StatusCode;
            var level = status < StatusCodes.Status500InternalServerError ? LogLevel.Information : LogLevel.Error;
            if (logger.IsEnabled(level))
            {
                var duration = Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 3);
                var route = Route(context);
                Finished(logger, level, context.Request.Method, context.Request.Path.Value, route, status, duration);
            }
        }
    }

    /// <summary>The template of the route that was matched, also after an exception; null when none was.</summary>
    internal static string? Route(HttpContext context) =>
        ((context.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? context.GetEndpoint()) as RouteEndpoint)?.RoutePattern.RawText;

#pragma warning disable SYSLIB1015 // The route is a value to group by; people read the path.
    [LoggerMessage("{method} {path} answered {status} in {durationMs} ms")]
    private static partial void Finished(
        ILogger logger, LogLevel level, string method, string? path, string? route, int status, double durationMs);
#pragma warning restore SYSLIB1015
}

internal static class RequestLogExtensions
{
    public static void UseRequestLog(this IApplicationBuilder app) =>
        app.Use(next =>
        {
            var log = new RequestLog(next, app.ApplicationServices.GetRequiredService<ILogger<RequestLog>>());
            return log.InvokeAsync;
        });
}
