using System.Net;
using System.Net.Sockets;

namespace BigBen.ServiceDefaults.Tests.Support;

/// <summary>
/// An end-to-end test: it asks a service that runs, at the URL in BASE_URL, and is skipped without one. `big-ben.sh pipeline` runs them in
/// an environment of their own; by hand: BASE_URL=http://… dotnet test app/NAME/test --filter Category=EndToEnd.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EndToEndFactAttribute : FactAttribute
{
    public EndToEndFactAttribute() =>
        Skip = EndToEnd.BaseUrl is null ? "BASE_URL does not say where the service runs" : null;
}

/// <summary>Where end-to-end tests ask, and the trait that they are found by.</summary>
internal static class EndToEnd
{
    /// <summary>The value of their trait Category.</summary>
    public const string Category = "EndToEnd";

    /// <summary>The variable BASE_URL: scheme, host and port; null where it is not set.</summary>
    public static Uri? BaseUrl { get; } =
        Environment.GetEnvironmentVariable("BASE_URL") is { Length: > 0 } url ? new Uri(url) : null;

    /// <summary>A client of the service, for paths from the root.</summary>
    public static HttpClient Client() =>
        ClientOf(BaseUrl ?? throw new InvalidOperationException("BASE_URL is not set; mark the test with EndToEndFact."));

    // What ends in "localhost" is this machine (RFC 6761), whether or not its resolver knows.
    internal static HttpClient ClientOf(Uri url)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    if (context.DnsEndPoint.Host.EndsWith(".localhost", StringComparison.Ordinal))
                        await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                    else
                        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return new HttpClient(handler) { BaseAddress = url };
    }
}
