using System.Text.Json;

namespace BigBen.ApiServer.Storage;

/// <summary>An object as it was at one version; never changed.</summary>
/// <param name="Key">Where it is kept.</param>
/// <param name="Version">The resource version of its last write; the same number stands in its <c>metadata.resourceVersion</c>.</param>
/// <param name="Value">The whole object.</param>
internal sealed record StoredObject(ObjectKey Key, long Version, JsonElement Value);
