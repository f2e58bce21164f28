using System.Text;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Protobuf;

namespace BigBen.ApiServer.Http.Requests;

/// <summary>The object in a request.</summary>
internal static class RequestBody
{
    private const int Most = 3 * 1024 * 1024;
    private const string Json = "application/json";
    private const string Yaml = "application/yaml";

    /// <summary>Reads all of it, as Kubernetes at most 3 MiB.</summary>
    /// <exception cref="StatusException">It is larger.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > Most)
                throw Failures.TooLarge($"limit is {Most}");
        }

        return bytes.ToArray();
    }

    /// <summary>Reads an object in the form that its content type says.</summary>
    /// <param name="request">The request.</param>
    /// <param name="kind">The kind of object that it should be; for errors.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The object; null when the body is empty.</returns>
    /// <exception cref="StatusException">It is in another form or is not an object.</exception>
    public static async Task<JsonObject?> FindAsync(HttpRequest request, string kind, CancellationToken cancellationToken)
    {
        var bytes = await ReadAsync(request, cancellationToken);
        if (bytes.Length == 0)
            return null;
        try
        {
            return (request.ContentType?.Split(';')[0].Trim() ?? Json) switch
            {
                Json => ParseJson(bytes, kind),
                Yaml => ParseYaml(bytes),
                ProtobufReader.MediaType => ProtobufReader.Read(bytes),
                _ => throw Failures.UnsupportedMediaType(Json, Yaml, ProtobufReader.MediaType),
            }
            ?? throw Unrecognized("it is not an object");
        }
        catch (NotSupportedException e)
        {
            throw new StatusException(new Status(
                StatusCodes.Status415UnsupportedMediaType, StatusReason.UnsupportedMediaType, $"{e.Message}: send it as {Json}", null));
        }
        catch (Exception e) when (e is JsonException or FormatException or PlatformException or InvalidOperationException)
        {
            throw Unrecognized(e.Message);
        }

        StatusException Unrecognized(string why) => Failures.BadRequest(
            $"the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; json parse error: {why} "
            + $"({Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 1024)))})");
    }

    /// <summary>Reads an object that must be there.</summary>
    /// <exception cref="StatusException">There is none, or it is in another form.</exception>
    public static async Task<JsonObject> ObjectAsync(HttpRequest request, string kind, CancellationToken cancellationToken) =>
        await FindAsync(request, kind, cancellationToken)
        ?? throw Failures.BadRequest(
            $"the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; the body is empty");

    private static JsonObject? ParseYaml(byte[] bytes) =>
        YamlReader.Documents(Encoding.UTF8.GetString(bytes), "the body").Select(document => document.Body).SingleOrDefault() as JsonObject;

    private static JsonObject? ParseJson(byte[] bytes, string kind)
    {
        JsonStrings.Require(bytes);
        // Which of the two is meant nobody can tell: Kubernetes refuses it where it validates strictly, as kubectl always asks it to.
        if (DuplicateField.Find(bytes) is { } twice)
        {
            throw Failures.BadRequest(
                $"{kind} in version \"v1\" cannot be handled as a {kind}: strict decoding error: duplicate field \"{twice}\"");
        }

        return JsonNode.Parse(bytes) as JsonObject;
    }
}
