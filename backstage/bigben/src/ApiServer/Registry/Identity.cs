using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Registry;

/// <summary>What an object says it is, against where it is sent.</summary>
internal static class Identity
{
    /// <summary>Checks kind, version and namespace; writes each that is not said.</summary>
    /// <exception cref="StatusException">The object says something else.</exception>
    public static void Check(ApiResource resource, string ns, JsonObject value)
    {
        if (value["metadata"] is not (null or JsonObject))
        {
            throw Failures.BadRequest(
                $"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: metadata is not an object");
        }

        var kind = Text(value["kind"]) ?? resource.Kind;
        var apiVersion = Text(value["apiVersion"]) ?? resource.ApiVersion;
        if (kind != resource.Kind)
        {
            throw Failures.BadRequest(
                $"{kind} in version \"{Version(apiVersion)}\" cannot be handled as a {resource.Kind}: "
                + $"converting ({Version(apiVersion)}.{kind}) to "
                + $"({InternalGroup(resource)}.{resource.Kind}): unknown conversion");
        }

        if (apiVersion != resource.ApiVersion)
        {
            throw Failures.BadRequest(
                $"the API version in the data ({apiVersion}) does not match the expected API version ({resource.ApiVersion})");
        }

        value["apiVersion"] = apiVersion;
        value["kind"] = kind;
        var given = ObjectMeta.Text(value, "namespace");
        if (given.Length > 0 && given != ns)
            throw Failures.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        if (ns.Length > 0)
            ObjectMeta.Of(value)["namespace"] = ns;
    }

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    // The package that Kubernetes keeps a kind in once it is decoded.
    private static string InternalGroup(ApiResource resource) => resource.Group.Length == 0 ? "core" : resource.Group.Split('.')[0];

    private static string Version(string apiVersion) => apiVersion[(apiVersion.IndexOf('/') + 1)..];
}
