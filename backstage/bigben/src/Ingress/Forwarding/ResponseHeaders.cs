using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;

namespace BigBen.Ingress.Forwarding;

/// <summary>Carries an answer's headers to the client.</summary>
internal static class ResponseHeaders
{
    public static void Copy(HttpResponseMessage from, IHeaderDictionary to)
    {
        var headers = from.Headers.NonValidated;
        var connection = headers.TryGetValues("Connection", out var named) ? Values(named) : default;
        foreach (var (name, values) in headers)
        {
            if (!HopByHop.Contains(name, connection))
                to[name] = Values(values);
        }

        // A length that does not count (RFC 9112, section 6.3) must not be believed further on either.
        var hasNoLength = headers.Contains("Transfer-Encoding") || from.StatusCode is < HttpStatusCode.OK or HttpStatusCode.NoContent;
        foreach (var (name, values) in from.Content.Headers.NonValidated)
        {
            if (!hasNoLength || !name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                to[name] = Values(values);
        }
    }

    private static StringValues Values(HeaderStringValues values) =>
        values.Count == 1 ? new StringValues(values.ToString()) : new StringValues([.. values]);
}
