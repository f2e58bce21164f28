using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Registry.Events;
using BigBen.ApiServer.Tables;

namespace BigBen.ApiServer.Http.Responses;

/// <summary>Shows objects as a client wants to see them: whole, as rows of a table, or with their metadata alone.</summary>
internal static class Views
{
    /// <summary>One object.</summary>
    /// <param name="request">Who wants to see it.</param>
    /// <param name="stored">The object as it is kept.</param>
    /// <param name="headers">Whether a table tells its columns.</param>
    public static JsonNode Of(ApiRequest request, JsonElement stored, bool headers = true)
    {
        var value = Shown(request, stored);
        return request.MediaType.View switch
        {
            View.Table => TableOf(request, [value], Version(value.Text("resourceVersion")), headers),
            View.Metadata => PartialObject.Of(value),
            _ => JsonObject.Create(value)!,
        };
    }

    /// <summary>A list.</summary>
    public static JsonNode Of(ApiRequest request, ListPage page)
    {
        var items = page.Items.Select(item => Shown(request, item));
        var metadata = Version(page.Version.ToString(CultureInfo.InvariantCulture));
        if (page.Continue is not null)
            metadata["continue"] = page.Continue;
        if (page.Remaining is not null)
            metadata["remainingItemCount"] = page.Remaining;
        return request.MediaType.View switch
        {
            View.Table => TableOf(request, items, metadata, headers: true),
            View.Metadata => List($"{PartialObject.Kind}List", PartialObject.ApiVersion, items.Select(PartialObject.Of), metadata),
            _ => List(request.Resource.ListKind, request.Resource.ApiVersion, items.Select(item => JsonObject.Create(item)!), metadata),
        };
    }

    /// <summary>What a bookmark carries: an object of the kind that has nothing but a version.</summary>
    public static JsonNode Bookmark(ApiRequest request, JsonObject metadata) => request.MediaType.View switch
    {
        View.Table => TableOf(request, [], metadata, headers: false),
        View.Metadata => Empty(PartialObject.Kind, PartialObject.ApiVersion, metadata),
        _ => Empty(request.Resource.Kind, request.Resource.ApiVersion, metadata),
    };

    // The one way by which objects leave, whatever was asked: who may not see the values of Secrets gets none.
    private static JsonElement Shown(ApiRequest request, JsonElement stored) =>
        request.Resource.GroupResource == "secrets" && !request.User.SeesSecret(stored.Text("namespace"), stored.Text("name"))
            ? JsonSerializer.SerializeToElement<JsonNode>(SecretMask.Of(JsonObject.Create(stored)!))
            : EventConversion.FromStored(request.Resource, stored);

    private static JsonObject Empty(string kind, string apiVersion, JsonObject metadata) =>
        new() { ["kind"] = kind, ["apiVersion"] = apiVersion, ["metadata"] = metadata };

    private static JsonObject TableOf(ApiRequest request, IEnumerable<JsonElement> items, JsonObject metadata, bool headers)
    {
        var include = request.Query.Text("includeObject") ?? nameof(IncludeObject.Metadata);
        return Enum.TryParse<IncludeObject>(include, out var parsed)
            ? Table.Of(request.Resource, items, metadata, parsed, request.Now, headers)
            : throw Failures.BadRequest($"invalid include object option \"{include}\"");
    }

    private static JsonObject Version(string version) => new() { ["resourceVersion"] = version };

    private static JsonObject List(string kind, string apiVersion, IEnumerable<JsonObject> items, JsonObject metadata) => new()
    {
        ["kind"] = kind,
        ["apiVersion"] = apiVersion,
        ["metadata"] = metadata,
        ["items"] = new JsonArray([.. items]),
    };
}
