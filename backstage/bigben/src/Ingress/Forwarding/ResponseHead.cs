using System.Net;

namespace BigBen.Ingress.Forwarding;

/// <summary>
/// Sends the head of an answer whose body is still to come, such as a stream of events: the forwarder would hold it back until the first
/// byte. A head that is all there is stays as it is, for gRPC tells "no body" from "a body to come".
/// </summary>
internal static class ResponseHead
{
    /// <summary>Waits for the first byte or the end of the body, and sends the head before where that takes time.</summary>
    public static async ValueTask FlushAsync(HttpContext context, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (IsTunnel(response))
            return;
        var first = response.Content.ReadAsStream(cancellationToken).ReadAsync(Memory<byte>.Empty, cancellationToken);
        if (first.IsCompletedSuccessfully)
        {
            _ = first.Result;
            return;
        }

        // What fails here fails again where the forwarder reads and writes, and is dealt with there.
        if (!first.IsCompleted)
            await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ((Task)first.AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Over HTTP/2 a WebSocket is asked for by CONNECT, whatever the client has asked for it by.
    private static bool IsTunnel(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.SwitchingProtocols || response.RequestMessage?.Method == HttpMethod.Connect;
}
