using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Patches;

/// <summary>A change of some of an object.</summary>
internal abstract class Patch
{
    /// <summary>Which of two fields of the same name is meant nobody can tell.</summary>
    protected static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads the patch of a request.</summary>
    /// <param name="mediaType">Its type, without parameters.</param>
    /// <param name="body">The patch as it was sent.</param>
    /// <param name="resource">Whose object it changes.</param>
    /// <exception cref="StatusException">There is no such type of patch, or it cannot be read.</exception>
    public static Patch Parse(string mediaType, ReadOnlySpan<byte> body, ApiResource resource) => mediaType switch
    {
        "application/json-patch+json" => JsonPatch.Parse(body),
        "application/merge-patch+json" => new MergePatch(Object(body)),
        // The definitions of custom resources know no merge keys.
        "application/strategic-merge-patch+json" when !resource.IsCustom =>
            new StrategicMergePatch(Object(body), MergeKeys.Of(resource.Kind)),
        _ => throw Failures.UnsupportedPatch(),
    };

    /// <summary>Makes the changed object out of an object, which may be used up by that.</summary>
    /// <exception cref="StatusException">The patch does not fit it.</exception>
    public abstract JsonObject Apply(JsonObject value);

    /// <summary>Reads JSON; the error is that of the request.</summary>
    protected static JsonNode? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            JsonStrings.Require(body);
            return JsonNode.Parse(body, documentOptions: Strict);
        }
        catch (JsonException e)
        {
            throw Failures.BadRequest($"error decoding patch: {e.Message}");
        }
    }

    private static JsonObject Object(ReadOnlySpan<byte> body) => Read(body) as JsonObject
        ?? throw Failures.BadRequest("error decoding patch: it is not a JSON object");
}
