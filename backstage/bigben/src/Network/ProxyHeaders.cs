using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;

namespace BigBen.Network;

/// <summary>Carries headers from one side of the proxy to the other.</summary>
internal static class ProxyHeaders
{
    // RFC 9110, section 7.6.1, and what older clients send. Expect is answered by the server that we are.
    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding",
        "Upgrade", "Expect",
    };

    private static readonly HashSet<string> Forwarded = new(StringComparer.OrdinalIgnoreCase)
    {
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Real-IP",
    };

    /// <summary>Copies a request's headers. A router sets X-Forwarded-* itself and believes no client's; a Service's name is no hop.</summary>
    public static void Copy(HttpContext from, HttpRequestMessage to, bool isRouter)
    {
        var named = Named(from.Request.Headers.Connection);
        foreach (var (name, values) in from.Request.Headers)
        {
            if (HopByHop.Contains(name) || named.Contains(name) || (isRouter && Forwarded.Contains(name)) || name.Equals("Host", StringComparison.OrdinalIgnoreCase))
                continue;
            if (!to.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                to.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        to.Headers.Host = from.Request.Host.Value;
        if (!isRouter)
            return;
        to.Headers.TryAddWithoutValidation("X-Forwarded-For", from.Connection.RemoteIpAddress?.ToString());
        to.Headers.TryAddWithoutValidation("X-Forwarded-Host", from.Request.Host.Value);
        to.Headers.TryAddWithoutValidation("X-Forwarded-Proto", "http");
    }

    /// <summary>Copies an answer's headers.</summary>
    public static void Copy(HttpResponseMessage from, HttpResponse to)
    {
        var named = Named(new StringValues([.. from.Headers.Connection]));
        Copy(from.Headers.NonValidated, named, to);
        Copy(from.Content.Headers.NonValidated, named, to);
    }

    private static void Copy(HttpHeadersNonValidated headers, HashSet<string> named, HttpResponse to)
    {
        foreach (var (name, values) in headers)
        {
            if (!HopByHop.Contains(name) && !named.Contains(name))
                to.Headers[name] = new StringValues([.. values]);
        }
    }

    private static HashSet<string> Named(StringValues connection) =>
        new(connection.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries)), StringComparer.OrdinalIgnoreCase);
}
