using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace BigBen.ServiceB.ServiceA;

/// <summary>Turns a failed call of service A into the problem document that the caller gets; the log gets the cause.</summary>
internal sealed partial class ServiceAProblems(IProblemDetailsService problems, ILogger<ServiceAProblems> logger) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not ServiceAException failure)
            return ValueTask.FromResult(false);
        // What an open circuit answers was logged before it opened.
        if (failure.RetryAfter is { } wait)
            httpContext.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        else
            Failed(logger, failure.InnerException, failure.Message);
        httpContext.Response.StatusCode = failure.Status;
        return problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = new ProblemDetails { Status = failure.Status, Detail = failure.Message },
        });
    }

    [LoggerMessage(LogLevel.Warning, "{detail}")]
    private static partial void Failed(ILogger logger, Exception? cause, string detail);
}
