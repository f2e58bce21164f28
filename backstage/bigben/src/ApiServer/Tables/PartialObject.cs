using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Tables;

/// <summary>An object with nothing but its metadata, Kubernetes' <c>PartialObjectMetadata</c>.</summary>
internal static class PartialObject
{
    /// <summary>The kind of such an object.</summary>
    public const string Kind = "PartialObjectMetadata";

    /// <summary>The version of that kind.</summary>
    public const string ApiVersion = "meta.k8s.io/v1";

    public static JsonObject Of(JsonElement value) => new()
    {
        ["kind"] = Kind,
        ["apiVersion"] = ApiVersion,
        ["metadata"] = value.At("metadata") is { } metadata ? JsonObject.Create(metadata) : new JsonObject(),
    };
}
