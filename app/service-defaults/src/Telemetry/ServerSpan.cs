using System.Diagnostics;
using System.Globalization;
using BigBen.ServiceDefaults.Logs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace BigBen.ServiceDefaults.Telemetry;

/// <summary>Names and describes the server's span by OpenTelemetry's HTTP conventions; ASP.NET Core leaves it bare.</summary>
internal static class ServerSpan
{
    public static void UseServerSpan(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        finally
        {
            if (Activity.Current is { IsAllDataRequested: true } span)
                Describe(span, context);
        }
    });

    /// <summary>Probes and scrapes are not one's request: their spans are not exported.</summary>
    public static void UseNoServerSpan(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (Activity.Current is { } span)
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        return next(context);
    });

    private static void Describe(Activity span, HttpContext context)
    {
        var request = context.Request;
        var route = RequestLog.Route(context);
        var status = context.Response.StatusCode;
        span.DisplayName = route is null ? request.Method : $"{request.Method} {route}";
        span.SetTag("http.request.method", request.Method);
        span.SetTag("http.route", route);
        span.SetTag("http.response.status_code", status);
        span.SetTag("url.scheme", request.Scheme);
        span.SetTag("url.path", request.Path.Value);
        span.SetTag("server.address", request.Host.Host);
        if (status < StatusCodes.Status500InternalServerError)
            return;
        span.SetTag("error.type", status.ToString(CultureInfo.InvariantCulture));
        span.SetStatus(ActivityStatusCode.Error);
    }
}
