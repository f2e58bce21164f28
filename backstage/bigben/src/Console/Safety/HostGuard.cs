namespace BigBen.Console.Safety;

/// <summary>
/// Answers only to the console's own name and port: a name that somebody else points at loopback (DNS rebinding) gets nothing.
/// </summary>
internal static class HostGuard
{
    /// <summary>Lets a request through that asks for the console itself.</summary>
    /// <param name="http">The request.</param>
    /// <param name="own">Host and port of the console, as a browser writes them.</param>
    /// <param name="next">What answers then.</param>
    public static Task CheckAsync(HttpContext http, string own, RequestDelegate next) =>
        string.Equals(http.Request.Host.Value, own, StringComparison.OrdinalIgnoreCase)
            ? next(http)
            : TypedResults.Problem(
                $"The console answers to http://{own} only.", statusCode: StatusCodes.Status421MisdirectedRequest).ExecuteAsync(http);
}
