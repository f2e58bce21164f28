using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace BigBen.ServiceDefaults;

/// <summary>Every error as a problem document (RFC 9457) with the trace id that the logs carry, and never an exception's text.</summary>
internal static class Problems
{
    public static void AddProblems(this IServiceCollection services) =>
        services.AddProblemDetails(options => options.CustomizeProblemDetails = problem =>
            problem.ProblemDetails.Extensions["traceId"] =
                Activity.Current?.TraceId.ToHexString() ?? problem.HttpContext.TraceIdentifier);

    public static void UseProblems(this IApplicationBuilder app)
    {
        app.Use((context, next) =>
        {
            // There is one representation. Left in place, "Accept: text/html" would turn problems into plain text.
            context.Request.Headers.Accept = default;
            return next(context);
        });
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }
}
