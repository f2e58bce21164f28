using System.Text.Encodings.Web;
using Microsoft.AspNetCore.WebUtilities;

namespace BigBen.Ingress;

/// <summary>Answers with a problem document (RFC 9457).</summary>
internal static class Problem
{
    // Read by people in a terminal: quotes stay quotes. The content type keeps browsers from taking it for a page.
    private static readonly JsonSerializerOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task WriteAsync(HttpContext context, int status, string detail, IEnumerable<string>? hosts = null)
    {
        var body = new JsonObject
        {
            ["type"] = "about:blank",
            ["title"] = ReasonPhrases.GetReasonPhrase(status),
            ["status"] = status,
            ["detail"] = detail,
        };
        if (hosts is not null)
            body["hosts"] = new JsonArray([.. hosts.Select(host => (JsonNode)host)]);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        return context.Response.WriteAsync(body.ToJsonString(Legible) + "\n", context.RequestAborted);
    }
}
