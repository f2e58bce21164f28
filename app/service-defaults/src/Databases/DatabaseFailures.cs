using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BigBen.ServiceDefaults.Databases;

/// <summary>A database that is away, or too busy, is no fault of the service: 503 with <c>Retry-After</c> instead of 500.</summary>
internal sealed partial class DatabaseFailures(IProblemDetailsService problems, ILogger<DatabaseFailures> logger) : IExceptionHandler
{
    // In seconds: a server that restarts is back in a few.
    private const int RetryAfter = 1;

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (AwayIn(exception) is not { } failure)
            return false;
        Away(logger, failure.Message);
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = RetryAfter.ToString(CultureInfo.InvariantCulture);
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = { Status = StatusCodes.Status503ServiceUnavailable, Detail = "The database does not answer at the moment." },
        });
    }

    // Entity Framework puts it into exceptions of its own, and MySqlConnector calls a connection that ended under a request no transient
    // failure, or names its end alone. Another service that is away is none of the database's.
    private static Exception? AwayIn(Exception? exception) => exception switch
    {
        null or HttpRequestException => null,
        DbException { IsTransient: true } or EndOfStreamException or IOException { InnerException: SocketException } => exception,
        _ => AwayIn(exception.InnerException),
    };

    [LoggerMessage(LogLevel.Warning, "The database does not answer: {reason}")]
    private static partial void Away(ILogger logger, string reason);
}

/// <summary>Adds it to a service.</summary>
public static class DatabaseFailuresExtensions
{
    /// <summary>Answers 503 with <c>Retry-After</c> where a request fails by a database that is away or too busy.</summary>
    /// <param name="services">The service's own.</param>
    public static void AddDatabaseFailures(this IServiceCollection services) => services.AddExceptionHandler<DatabaseFailures>();
}
