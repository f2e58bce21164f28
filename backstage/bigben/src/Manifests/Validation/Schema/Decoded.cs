using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Schema;

/// <summary>
/// Objects as they are once Kubernetes has decoded them, to compare what they mean and not how they are written. A typed client sends back
/// <c>resources: {}</c> and <c>creationTimestamp: null</c> where there was nothing, and <c>500m</c> for <c>0.5</c>.
/// </summary>
internal static class Decoded
{
    /// <summary>Whether two objects mean the same. Those of kinds without a schema do when they are written the same.</summary>
    public static bool AreSame(JsonObject one, JsonObject other) =>
        JsonNode.DeepEquals(one, other) || JsonNode.DeepEquals(Of(one), Of(other));

    /// <summary>Whether two values of a type mean the same.</summary>
    public static bool AreSame(JsonNode? one, JsonNode? other, FieldType type) =>
        JsonNode.DeepEquals(one, other) || JsonNode.DeepEquals(Of(one, type), Of(other, type));

    /// <summary>A copy of an object without what means the same as nothing; the object itself where its kind has no schema.</summary>
    public static JsonObject Of(JsonObject value) =>
        TypeCatalog.Kind($"{value["apiVersion"]}", $"{value["kind"]}") is { } type ? (JsonObject)Of(value, type)! : value;

    private static JsonNode? Of(JsonNode? value, FieldType type)
    {
        switch (value)
        {
            case JsonObject map when type.Entry is { } entry:
                return new JsonObject(map.Select(item => KeyValuePair.Create(item.Key, Of(item.Value, entry))));
            case JsonObject map when TypeCatalog.Fields(type) is { } fields:
                return Struct(map, type, fields);
            case JsonArray list when type.Element is { } element:
                return new JsonArray([.. list.Select(item => Of(item, element))]);
            case JsonValue when type.Name == "quantity" && Quantity.TryParse(value, out var quantity, out _):
                return quantity!.Value.ToString("0.#########", CultureInfo.InvariantCulture);
            default:
                return value?.DeepClone();
        }
    }

    private static JsonObject Struct(JsonObject map, FieldType type, IReadOnlyDictionary<string, FieldType> fields)
    {
        var decoded = new JsonObject();
        foreach (var (name, item) in map)
        {
            var field = fields.TryGetValue(name, out var known) ? known : new FieldType("any");
            if (Of(item, field) is { } value && !IsNothing(value, field) && !Defaults.Is(value, type, name, map))
                decoded[name] = value;
        }

        return decoded;
    }

    // A Go client leaves zero values out, or writes them, as it likes; only behind a pointer do they say something: a selector of
    // everything, an empty folder, no replicas.
    private static bool IsNothing(JsonNode value, FieldType type) => !type.IsPointer && type.Name != "any" && IsZero(value);

    private static bool IsZero(JsonNode value) => value switch
    {
        JsonArray list => list.Count == 0,
        JsonObject map => map.Count == 0,
        _ => value.ToJsonString() is "0" or "false" or "\"\"",
    };
}
