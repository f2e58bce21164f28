using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BigBen.ServiceDefaults.Logs;

/// <summary>One line per request of a user. Queries are left out: they may carry what nobody should read.</summary>
internal sealed class RequestLog(ILogger<RequestLog> logger)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
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
                var entry = new RequestLogEntry(context.Request.Method, context.Request.Path.Value, Route(context), status, duration);
                logger.Log(level, default, entry, null, RequestLogEntry.Format);
            }
        }
    }

    /// <summary>The template of the route that was matched, also after an exception; null when none was.</summary>
    internal static string? Route(HttpContext context) =>
        ((context.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? context.GetEndpoint()) as RouteEndpoint)?.RoutePattern.RawText;
}

internal static class RequestLogExtensions
{
    public static void UseRequestLog(this IApplicationBuilder app)
    {
        var log = new RequestLog(app.ApplicationServices.GetRequiredService<ILogger<RequestLog>>());
        var warmUp = app.ApplicationServices.GetRequiredService<WarmUp>();
        app.Use(next => context => warmUp.Sent(context) ? next(context) : log.InvokeAsync(context, next));
    }
}
