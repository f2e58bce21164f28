using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Discovery;
using BigBen.ApiServer.Http.Responses;
using Microsoft.Net.Http.Headers;

namespace BigBen.ApiServer.Http.Handlers;

/// <summary>The API's description. Whoever asks with the hash of a document, out of the index, may keep it: it never changes.</summary>
internal static class OpenApiHandler
{
    private const string V2 = "openapi/v2";

    /// <summary>Answers a path of the description; null when the path is another one.</summary>
    /// <exception cref="StatusException">The path is there, but not for this method or in a form that the client accepts.</exception>
    public static Task? Handle(HttpContext context)
    {
        var path = context.Request.Path.Value!.Trim('/');
        if ((path == V2 ? OpenApiV2.Document : OpenApi.Find(path)) is not { } document)
            return null;
        if (!HttpMethods.IsGet(context.Request.Method))
            throw Failures.MethodNotAllowed();
        return Answer(document, path, context.Request).ExecuteAsync(context);
    }

    private static IResult Answer(OpenApiDocument document, string path, HttpRequest request)
    {
        var type = path == V2 ? OpenApiV2.MediaType : "application/json";
        var accept = request.Headers.Accept;
        var accepted = path == V2
            ? accept.SelectMany(value => value?.Split(',') ?? []).Any(range => range.Trim() is OpenApiV2.MediaType or OpenApiV2.AskedFor)
            : MediaType.Of(accept) is not null;
        if (!accepted)
            throw Failures.NotAcceptable(type);
        var headers = request.HttpContext.Response.Headers;
        headers.Vary = "Accept";
        if (request.Query.TryGetValue("hash", out var hash))
        {
            // A client that knows another one has an old index.
            if (hash != document.Hash)
                return TypedResults.Redirect($"/{path}?hash={document.Hash}", permanent: true);
            headers.CacheControl = "public, immutable, max-age=31536000";
        }

        return TypedResults.Bytes(document.Body, type, entityTag: new EntityTagHeaderValue($"\"{document.Hash}\""));
    }
}
