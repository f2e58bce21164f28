namespace BigBen.Console;

/// <summary>A live object beside the one that was applied: without what the API server and controllers added to it.</summary>
internal static class LiveObject
{
    /// <summary>
    /// The live object reduced to the fields that were applied, as Argo CD compares: what was never applied is nobody's drift. Elements
    /// of a list are matched by their name where they have one, otherwise by their place.
    /// </summary>
    public static JsonNode? Beside(JsonNode? live, JsonNode? applied) => (live, applied) switch
    {
        (JsonObject one, JsonObject other) => new JsonObject(other.Where(field => one.ContainsKey(field.Key))
            .Select(field => KeyValuePair.Create(field.Key, Beside(one[field.Key], field.Value)))),
        (JsonArray one, JsonArray other) =>
            new JsonArray([.. one.Select((element, place) => Beside(element, Match(other, element, place) ?? element))]),
        _ => live?.DeepClone(),
    };

    /// <summary>An object that was not applied, without what is only bookkeeping.</summary>
    public static JsonObject Bare(JsonObject live)
    {
        var bare = (JsonObject)live.DeepClone();
        bare.Remove("status");
        (bare["metadata"] as JsonObject)?.Remove("managedFields");
        return bare;
    }

    private static JsonNode? Match(JsonArray applied, JsonNode? element, int place) =>
        element is JsonObject { } named && named["name"] is { } name
            ? applied.FirstOrDefault(candidate => candidate is JsonObject other && JsonNode.DeepEquals(other["name"], name))
            : place < applied.Count ? applied[place] : null;
}
