using System.Buffers;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;

namespace BigBen.ApiServer.Http.Responses;

/// <summary>The body of a watch: an event a line.</summary>
/// <param name="request">Who watches what.</param>
internal sealed class WatchStream(ApiRequest request)
{
    private readonly HttpResponse _response = request.Context.Response;
    private bool _hasHeaders;

    /// <summary>Sends the head, so that the client knows that it watches.</summary>
    public Task StartAsync()
    {
        _response.ContentType = "application/json";
        _response.Headers.CacheControl = "no-cache, private";
        // HTTP/1.1 keeps a head that was only started until there is a body.
        return FlushAsync(request.Aborted);
    }

    /// <summary>Writes an event; <see cref="FlushAsync"/> sends it.</summary>
    public void Add(WatchEvent seen)
    {
        // The columns of a table are told with its first row only.
        Write(seen.Type, Views.Of(request, seen.Value, headers: !_hasHeaders));
        _hasHeaders = true;
    }

    /// <summary>Writes which version was reached.</summary>
    public void Bookmark(long version, bool initialEventsEnd)
    {
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
        if (initialEventsEnd)
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        Write("BOOKMARK", Views.Bookmark(request, metadata));
    }

    /// <summary>Sends which version was reached.</summary>
    public Task BookmarkAsync(long version, CancellationToken cancellationToken)
    {
        Bookmark(version, initialEventsEnd: false);
        return FlushAsync(cancellationToken);
    }

    /// <summary>Sends why the watch cannot go on.</summary>
    public Task ErrorAsync(StatusException error)
    {
        Write("ERROR", error.Status.ToJson());
        return FlushAsync(request.Aborted);
    }

    /// <summary>Sends what was written.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken) => await _response.BodyWriter.FlushAsync(cancellationToken);

    private void Write(string type, JsonNode value)
    {
        using (var writer = new Utf8JsonWriter(_response.BodyWriter, Answer.Json))
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writer.WritePropertyName("object");
            value.WriteTo(writer);
            writer.WriteEndObject();
        }

        _response.BodyWriter.Write("\n"u8);
    }
}
