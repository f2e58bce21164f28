using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Registry.Events;

/// <summary>
/// Events have two forms, that of the core group and that of <c>events.k8s.io</c>, and are kept once, in the first. Everything else is kept
/// in the one form that it has.
/// </summary>
internal static class EventConversion
{
    private const string Group = "events.k8s.io";

    private static readonly (string Core, string Events)[] Fields =
    [
        ("involvedObject", "regarding"), ("message", "note"), ("source", "deprecatedSource"),
        ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"), ("reportingComponent", "reportingController"),
    ];

    /// <summary>The resource that the objects of a resource are kept as.</summary>
    public static ApiResource Stored(ApiResource resource) => IsEvents(resource) ? Kinds.Events : resource;

    /// <summary>An object as it is kept.</summary>
    public static JsonObject ToStored(ApiResource resource, JsonObject value)
    {
        if (!IsEvents(resource))
            return value;
        Identity.Check(resource, ObjectMeta.Text(value, "namespace"), value);
        foreach (var (core, events) in Fields)
            Rename(value, events, core);
        value["apiVersion"] = Kinds.Events.ApiVersion;
        return value;
    }

    /// <summary>An object as those who ask for the resource see it.</summary>
    public static JsonElement FromStored(ApiResource resource, JsonElement value)
    {
        if (!IsEvents(resource))
            return value;
        var shown = JsonObject.Create(value)!.DeepClone().AsObject();
        foreach (var (core, events) in Fields)
            Rename(shown, core, events);
        shown["apiVersion"] = resource.ApiVersion;
        return JsonSerializer.SerializeToElement<JsonNode>(shown);
    }

    /// <summary>The path of a field, as it is kept, that those who ask for the resource name so.</summary>
    public static string StoredField(ApiResource resource, string field)
    {
        if (!IsEvents(resource))
            return field;
        var first = field.Split('.')[0];
        return Fields.FirstOrDefault(pair => pair.Events == first).Core is { } core ? core + field[first.Length..] : field;
    }

    private static bool IsEvents(ApiResource resource) => resource.Group == Group;

    private static void Rename(JsonObject value, string from, string to)
    {
        if (!value.Remove(from, out var field))
            return;
        value[to] = field;
    }
}
