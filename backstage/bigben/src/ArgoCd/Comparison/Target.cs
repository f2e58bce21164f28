using BigBen.ApiServer.Registry.Strategies;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Sync;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Comparison;

/// <summary>What an Application is to be: its objects, read at one commit.</summary>
/// <param name="Revision">The commit; what the Application asks for, where it could not be read.</param>
/// <param name="Source">The <c>spec.source</c> that they were read from.</param>
/// <param name="Destination">The <c>spec.destination</c> that they are for.</param>
/// <param name="Objects">The objects, hooks included, each with its tracking annotation.</param>
/// <param name="Error">Why they could not be read; null where they could.</param>
internal sealed record Target(
    string Revision, JsonElement Source, JsonElement Destination, IReadOnlyList<TargetObject> Objects, string? Error)
{
    /// <summary>After what time git is read again that could not be read: what kept it from that may have passed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>When to read it again though nothing asks for it; null for never.</summary>
    public DateTimeOffset? ReadAgain { get; init; }

    /// <summary>Whether it was read for the source and destination that an Application has now.</summary>
    public bool IsFor(JsonElement source, JsonElement destination) =>
        IsOf(source) && JsonElement.DeepEquals(Destination, destination);

    /// <summary>Whether it was read from a source.</summary>
    public bool IsOf(JsonElement source) => JsonElement.DeepEquals(Source, source);
}

/// <summary>An object as git asks for it.</summary>
/// <param name="Manifest">The object as it was rendered.</param>
/// <param name="Body">The object as it is applied. Never changed.</param>
/// <param name="Resource">The resource that it is served as; null where the API does not know its kind.</param>
internal sealed record TargetObject(Manifest Manifest, JsonObject Body, ApiResource? Resource)
{
    public ObjectKey Key => Manifest.Key;

    /// <summary>Whether it belongs to the sync, not to what is deployed.</summary>
    public bool IsHook => Hooks.IsHook(Manifest.Annotations);

    /// <summary>The object of an Application.</summary>
    public static TargetObject Of(string application, Manifest manifest)
    {
        var body = (JsonObject)Clean(manifest.Body)!;
        var resource = LiveObjects.Find(manifest.Key, manifest.Version);
        if (resource?.HasStatus is true)
            body.Remove("status");
        // The API tells data alone: what is compared with it has to be the same.
        if (resource?.GroupResource == "secrets")
            SecretStrategy.Encode(body);
        Tracking.Mark(body, application, manifest.Key);
        return new TargetObject(manifest, body, resource);
    }

    // A field without a value is one that is not there.
    private static JsonNode? Clean(JsonNode? node) => node switch
    {
        JsonObject map =>
            new JsonObject(map.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Key, Clean(field.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Clean)]),
        _ => node?.DeepClone(),
    };
}
