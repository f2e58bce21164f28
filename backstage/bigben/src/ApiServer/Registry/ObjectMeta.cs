using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Registry;

/// <summary>What stands in an object's <c>metadata</c>.</summary>
internal static class ObjectMeta
{
    /// <summary>The fields that only the server writes.</summary>
    private static readonly string[] ServerOwned =
        ["uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"];

    /// <summary>A time as Kubernetes writes it: UTC, whole seconds.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The metadata of an object that is being written; made when there is none.</summary>
    public static JsonObject Of(JsonObject value) => value.MapOf("metadata");

    /// <summary>The annotations of an object that is being written; made when there are none.</summary>
    public static JsonObject Annotations(JsonObject value) => Of(value).MapOf("annotations");

    /// <summary>A text of the metadata; empty where there is none.</summary>
    public static string Text(this JsonElement value, string field) =>
        value.TextAt("metadata", field) ?? "";

    /// <summary>A text of the metadata; empty where there is none.</summary>
    public static string Text(JsonObject value, string field) =>
        value["metadata"] is JsonObject metadata && metadata[field] is JsonValue text && text.TryGetValue<string>(out var found)
            ? found
            : "";

    /// <summary>Whether the object is marked as deleted and waits for its end.</summary>
    public static bool IsTerminating(this JsonElement value) => value.Text("deletionTimestamp").Length > 0;

    /// <inheritdoc cref="IsTerminating(JsonElement)"/>
    public static bool IsTerminating(JsonObject value) => Text(value, "deletionTimestamp").Length > 0;

    /// <summary>The object's finalizers; what is not text holds nothing.</summary>
    public static IReadOnlyList<string> Finalizers(JsonObject value) =>
        Of(value)["finalizers"] is JsonArray finalizers
            ? [.. finalizers.OfType<JsonValue>().Select(held => held.TryGetValue<string>(out var name) ? name : null).OfType<string>()]
            : [];

    /// <summary>Takes a finalizer out of an object; one that it does not have is not a failure.</summary>
    public static void RemoveFinalizer(JsonObject value, string finalizer)
    {
        var metadata = Of(value);
        if (metadata["finalizers"] is not JsonArray finalizers)
            return;
        finalizers.RemoveAll(held => (string?)held == finalizer);
        if (finalizers.Count == 0)
            metadata.Remove("finalizers");
    }

    /// <summary>Gives an object back what only the server writes, as it was before.</summary>
    public static void Restore(JsonObject value, JsonObject before)
    {
        var (to, from) = (Of(value), Of(before));
        foreach (var field in ServerOwned)
        {
            to.Remove(field);
            if (from[field] is { } old)
                to[field] = old.DeepClone();
        }
    }

    /// <summary>Takes away what only the server writes.</summary>
    public static void Clear(JsonObject value)
    {
        foreach (var field in ServerOwned)
            Of(value).Remove(field);
    }

    /// <summary>
    /// Takes away what only the server writes, but for the uid and the version by which a writer says which object it means.
    /// </summary>
    public static void ClearAllButPreconditions(JsonObject value)
    {
        foreach (var field in ServerOwned.Where(field => field is not ("uid" or "resourceVersion") || Text(value, field).Length == 0))
            Of(value).Remove(field);
    }
}
