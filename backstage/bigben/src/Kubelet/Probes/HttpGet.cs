using System.Net.Sockets;

namespace BigBen.Kubelet.Probes;

/// <summary>
/// The GET of a probe or hook, as the kubelet does it: a fresh connection every time, no proxy, no certificate checked. Redirects are not
/// followed: 3xx is success.
/// </summary>
internal static class HttpGet
{
    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.Zero,
#pragma warning disable CA5359 // Probes go to loopback, and the kubelet checks no certificate either.
        SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
#pragma warning restore CA5359
    });

    // What Go's client does not take from the headers of a request (net/http, reqWriteExcludeHeader); a GET has no body.
    private static readonly string[] NotSent = ["Content-Length", "Transfer-Encoding", "Trailer"];

    /// <summary>Null where any status from 200 to 399 is answered, otherwise what went wrong.</summary>
    public static async Task<string?> RunAsync(
        string url, IReadOnlyList<KeyValuePair<string, string>> headers, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        foreach (var (name, value) in headers.Where(header => !NotSent.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            // .NET sends those of a body with a body only.
            if (!request.Headers.TryAddWithoutValidation(name, value))
                (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
        }

        if (!request.Headers.Contains("User-Agent"))
            request.Headers.TryAddWithoutValidation("User-Agent", "kube-probe/1.36");
        if (!request.Headers.Contains("Connection"))
            request.Headers.ConnectionClose = true;
        try
        {
            using var response = await Http.SendAsync(request, cancellationToken);
            var code = (int)response.StatusCode;
            return code is >= 200 and < 400 ? null : $"HTTP probe failed with statuscode: {code}";
        }
        catch (HttpRequestException e)
        {
            return $"Get \"{url}\": {Cause(e, request.RequestUri!)}";
        }
    }

    private static string Cause(HttpRequestException e, Uri url) => e.InnerException is SocketException socket
        ? TcpDial.Failure(url.Port, socket)
        : (e.InnerException ?? e).Message;
}
