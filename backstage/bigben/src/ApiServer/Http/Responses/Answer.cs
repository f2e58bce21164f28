using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;

namespace BigBen.ApiServer.Http.Responses;

/// <summary>Writes an answer.</summary>
internal static class Answer
{
    // Kubernetes' own bounds: smaller bodies are not worth it, and speed is worth more than size.
    private const int WorthCompressing = 128 * 1024;

    /// <summary>JSON as Go writes it: everything that need not be escaped is as it is.</summary>
    public static JsonWriterOptions Json { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes one object.</summary>
    /// <param name="context">The request.</param>
    /// <param name="code">The status code.</param>
    /// <param name="format">JSON or YAML.</param>
    /// <param name="value">The object.</param>
    /// <param name="type">The media type, where it says more than the format.</param>
    public static async Task WriteAsync(HttpContext context, int code, Format format, JsonNode value, string? type = null)
    {
        using var body = new MemoryStream();
        if (format == Format.Yaml)
        {
            await body.WriteAsync(Encoding.UTF8.GetBytes(YamlWriter.Write(value)), context.RequestAborted);
        }
        else
        {
            await using var writer = new Utf8JsonWriter(body, Json);
            value.WriteTo(writer);
        }

        await WriteAsync(context, code, type ?? (format == Format.Yaml ? "application/yaml" : "application/json"), body);
    }

    /// <summary>Writes text.</summary>
    public static Task TextAsync(HttpContext context, int code, string text)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext context, int code, string type, MemoryStream body)
    {
        var response = context.Response;
        response.StatusCode = code;
        response.ContentType = type;
        response.Headers.CacheControl = "no-cache, private";
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        var takesGzip = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal);
        if (bytes.Length < WorthCompressing || !takesGzip)
        {
            response.ContentLength = bytes.Length;
            await response.Body.WriteAsync(bytes, context.RequestAborted);
            return;
        }

        response.Headers.ContentEncoding = "gzip";
        response.Headers.Vary = "Accept-Encoding";
        await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest);
        await gzip.WriteAsync(bytes, context.RequestAborted);
    }
}
