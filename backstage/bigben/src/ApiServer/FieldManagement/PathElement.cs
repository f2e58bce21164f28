using System.Text.Encodings.Web;

namespace BigBen.ApiServer.FieldManagement;

/// <summary>
/// One step on the way to a field, as <c>FieldsV1</c> writes it: <c>f:</c> and a field's name, <c>k:</c> and the keys of a list's item,
/// <c>v:</c> and an item that is its own key.
/// </summary>
internal static class PathElement
{
    private const string FieldPrefix = "f:";
    private const string KeyPrefix = "k:";
    private const string ValuePrefix = "v:";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The step to a field of an object.</summary>
    public static string Field(string name) => FieldPrefix + name;

    /// <summary>The step to an item that has keys.</summary>
    public static string Key(JsonObject keys) => KeyPrefix + keys.ToJsonString(Json);

    /// <summary>The step to an item of a set.</summary>
    public static string Value(JsonNode? value) => ValuePrefix + (value?.ToJsonString(Json) ?? "null");

    /// <summary>The name of the field that a step leads to; null where it leads to an item.</summary>
    public static string? FieldName(string element) =>
        element.StartsWith(FieldPrefix, StringComparison.Ordinal) ? element[FieldPrefix.Length..] : null;

    /// <summary>Whether a text is a step at all.</summary>
    public static bool IsOne(string element) => element.Length > 2 && element[..2] is FieldPrefix or KeyPrefix or ValuePrefix;

    /// <summary>The step as errors have it: <c>.data</c>, <c>[name="web"]</c>, <c>[="x"]</c>.</summary>
    public static string Shown(string element)
    {
        var rest = element[FieldPrefix.Length..];
        return element[..2] switch
        {
            FieldPrefix => $".{rest}",
            KeyPrefix => $"[{string.Join(',', JsonNode.Parse(rest)!.AsObject().Select(Shown))}]",
            _ => $"[={rest}]",
        };
    }

    private static string Shown(KeyValuePair<string, JsonNode?> key) => $"{key.Key}={key.Value?.ToJsonString(Json)}";
}
