namespace BigBen.ApiServer.Storage;

/// <summary>An object as it was at one version; never changed.</summary>
/// <param name="Key">Where it is kept.</param>
/// <param name="Version">The resource version of its last write; the same number stands in its <c>metadata.resourceVersion</c>.</param>
/// <param name="Value">The whole object.</param>
internal sealed record StoredObject(ObjectKey Key, long Version, JsonElement Value)
{
    /// <summary>The same object with another version.</summary>
    public StoredObject At(long version)
    {
        var value = JsonObject.Create(Value)!;
        SetVersion(value, version);
        return new StoredObject(Key, version, JsonSerializer.SerializeToElement<JsonNode>(value));
    }

    /// <summary>Writes a version into an object, in place.</summary>
    public static void SetVersion(JsonObject value, long version) =>
        value["metadata"]!["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
}
