using BigBen.ApiServer.Answers;

namespace BigBen.ApiServer.Patches;

/// <summary>The fields of a strategic merge patch that say how it changes the object, and are never part of it.</summary>
internal static class Directives
{
    public const string Delete = "delete";
    public const string Replace = "replace";

    private const string PatchMarker = "$patch";
    private const string RetainKeysMarker = "$retainKeys";
    private const string OrderPrefix = "$setElementOrder/";
    private const string DeletePrefix = "$deleteFromPrimitiveList/";

    /// <summary>What is to be done with the object that a part of the patch means; null where it is merged.</summary>
    /// <exception cref="StatusException">It is nothing that can be done.</exception>
    public static string? Marker(JsonObject patch)
    {
        if (!patch.TryGetPropertyValue(PatchMarker, out var marker))
            return null;
        return marker is JsonValue value && value.TryGetValue<string>(out var text) && text is Delete or Replace or "merge"
            ? text == "merge" ? null : text
            : throw Failures.Unprocessable();
    }

    /// <summary>The fields of the object that may stay; null where all may.</summary>
    /// <exception cref="StatusException">The patch sets another one.</exception>
    public static IReadOnlySet<string>? RetainKeys(JsonObject patch)
    {
        if (patch[RetainKeysMarker] is not { } keys)
            return null;
        var retained = List(keys, "retainKeys").Select(key => key!.GetValue<string>()).ToHashSet();
        return patch.All(field => IsDirective(field.Key) || retained.Contains(field.Key)) ? retained : throw Bad("retainKeys");
    }

    /// <summary>The order of a list, in the elements' own words; null where the patch says nothing of it.</summary>
    public static JsonArray? Order(JsonObject patch, string field) =>
        patch[OrderPrefix + field] is { } order ? List(order, "setElementOrder list") : null;

    /// <summary>The elements that a list of texts or numbers loses; null where the patch says nothing of it.</summary>
    public static JsonArray? Deletions(JsonObject patch, string field) =>
        patch[DeletePrefix + field] is { } deletions ? List(deletions, "primitive list") : null;

    /// <summary>The fields that the patch changes, by value or by directive.</summary>
    public static IEnumerable<string> Fields(JsonObject patch) => patch.Select(field => field.Key switch
    {
        PatchMarker or RetainKeysMarker => "",
        var key when key.StartsWith(OrderPrefix, StringComparison.Ordinal) => key[OrderPrefix.Length..],
        var key when key.StartsWith(DeletePrefix, StringComparison.Ordinal) => key[DeletePrefix.Length..],
        var key => key,
    }).Where(field => field.Length > 0).Distinct();

    /// <summary>A new part of the object: a copy of that of the patch without directives and without what it would remove.</summary>
    public static JsonNode? Plain(JsonNode? patch) => patch switch
    {
        JsonObject map => new JsonObject(map
            .Where(field => !IsDirective(field.Key) && field.Value is not null)
            .Select(field => KeyValuePair.Create(field.Key, Plain(field.Value)))),
        JsonArray list => new JsonArray([.. list.Where(element => element is not JsonObject map || Marker(map) is null).Select(Plain)]),
        _ => patch?.DeepClone(),
    };

    private static bool IsDirective(string field) =>
        field is PatchMarker or RetainKeysMarker
        || field.StartsWith(OrderPrefix, StringComparison.Ordinal)
        || field.StartsWith(DeletePrefix, StringComparison.Ordinal);

    private static JsonArray List(JsonNode value, string directive) => value as JsonArray ?? throw Bad(directive);

    private static StatusException Bad(string directive) => Failures.BadRequest($"invalid patch format of {directive}");
}
