namespace BigBen.Manifests;

/// <summary>JSON whose text is the same for any order of keys.</summary>
internal static class CanonicalJson
{
    /// <summary>A copy with the keys of all its objects in order, as Go writes maps.</summary>
    public static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject mapping => new JsonObject(mapping.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray sequence => new JsonArray([.. sequence.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
