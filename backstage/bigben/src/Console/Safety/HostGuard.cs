using BigBen.Foundation;

namespace BigBen.Console.Safety;

/// <summary>
/// Answers only to the console's own name and port: a name that somebody else points at loopback (DNS rebinding) gets nothing.
/// </summary>
internal static class HostGuard
{
    public static Task CheckAsync(HttpContext http, int port, RequestDelegate next) =>
        string.Equals(http.Request.Host.Value, Own(port), StringComparison.OrdinalIgnoreCase)
            ? next(http)
            : TypedResults.Problem(
                $"The console answers to http://{Own(port)} only.", statusCode: StatusCodes.Status421MisdirectedRequest).ExecuteAsync(http);

    /// <summary>Host and port, as a browser writes them: port 80 is left out.</summary>
    public static string Own(int port) => port == 80 ? PlatformHosts.Console : $"{PlatformHosts.Console}:{port}";
}
