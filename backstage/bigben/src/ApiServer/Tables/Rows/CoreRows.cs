using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Tables.Rows;

/// <summary>The rows of the core group's simple kinds.</summary>
internal static class CoreRows
{
    /// <summary>The row of an object without columns of its own.</summary>
    public static JsonArray Any(JsonElement value) => new(value.NameOf(), value.TextAt("metadata", "creationTimestamp"));

    public static JsonArray ConfigMap(JsonElement value, DateTimeOffset now) =>
        new(value.NameOf(), value.FieldsAt("data").Count() + value.FieldsAt("binaryData").Count(), HumanDuration.Age(value, now));

    public static JsonArray Secret(JsonElement value, DateTimeOffset now) =>
        new(value.NameOf(), value.TextAt("type") ?? "", value.FieldsAt("data").Count(), HumanDuration.Age(value, now));

    public static JsonArray ServiceAccount(JsonElement value, DateTimeOffset now) => new(value.NameOf(), HumanDuration.Age(value, now));

    public static JsonArray Namespace(JsonElement value, DateTimeOffset now) =>
        new(value.NameOf(), value.TextAt("status", "phase") ?? "", HumanDuration.Age(value, now));
}
