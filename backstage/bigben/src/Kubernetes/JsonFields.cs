namespace BigBen.Kubernetes;

/// <summary>Reads fields deep in an object, where any part of the way may be missing.</summary>
internal static class JsonFields
{
    /// <summary>What is at a path of field names; null where it is not there or is <c>null</c>.</summary>
    public static JsonElement? At(this JsonElement value, params ReadOnlySpan<string> path)
    {
        foreach (var field in path)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(field, out value))
                return null;
        }

        return value.ValueKind == JsonValueKind.Null ? null : value;
    }

    /// <summary>The text at a path; empty where there is none.</summary>
    public static string TextAt(this JsonElement value, params ReadOnlySpan<string> path) =>
        value.At(path) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    /// <summary>The whole number at a path; null where there is none.</summary>
    public static int? NumberAt(this JsonElement value, params ReadOnlySpan<string> path) =>
        value.At(path) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var found) ? found : null;

    /// <summary>Whether the field at a path is <c>true</c>.</summary>
    public static bool FlagAt(this JsonElement value, params ReadOnlySpan<string> path) =>
        value.At(path) is { ValueKind: JsonValueKind.True };

    /// <summary>The moment at a path, UTC; null where there is none.</summary>
    public static DateTimeOffset? TimeAt(this JsonElement value, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(value.TextAt(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    /// <summary>The elements of the list at a path; none where there is no list.</summary>
    public static IEnumerable<JsonElement> ItemsAt(this JsonElement value, params ReadOnlySpan<string> path) =>
        value.At(path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>The object's name.</summary>
    public static string NameOf(this JsonElement value) => value.TextAt("metadata", "name");

    /// <summary>The object's namespace; empty for an object of the whole cluster.</summary>
    public static string NamespaceOf(this JsonElement value) => value.TextAt("metadata", "namespace");

    /// <summary>The condition of a type; null where the object has none such.</summary>
    public static JsonElement? ConditionOf(this JsonElement value, string type) =>
        value.ItemsAt("status", "conditions").Where(condition => condition.TextAt("type") == type).Select(found => (JsonElement?)found)
            .FirstOrDefault();

    /// <summary>Whether the condition of a type is true.</summary>
    public static bool HasCondition(this JsonElement value, string type) => value.ConditionOf(type)?.TextAt("status") == "True";
}
