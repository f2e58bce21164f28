using BigBen.ApiServer.Protobuf;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Discovery;

/// <summary>
/// OpenAPI v2 as far as Helm 3 needs it, which installs nothing before it has seen that the server checks a write's fields: the paths that
/// take patches, with the options that a patch takes. In protobuf alone, by the numbers of gnostic's <c>OpenAPIv2.proto</c>; no schemas.
/// </summary>
internal static class OpenApiV2
{
    /// <summary>The one media type that it is written in.</summary>
    public const string MediaType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    /// <summary>As clients ask for it, which is not a media type by the letter.</summary>
    public const string AskedFor = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

    private static readonly Lazy<OpenApiDocument> Lazy = new(() => OpenApiDocument.Of(Write().ToArray()));

    /// <summary>The document.</summary>
    public static OpenApiDocument Document => Lazy.Value;

    private static ProtobufWriter Write()
    {
        var paths = new ProtobufWriter();
        foreach (var version in ResourceCatalog.Versions)
        {
            foreach (var resource in version.Resources.Where(resource => resource.Verbs.Contains("patch")))
            {
                var item = new ProtobufWriter().Add(8, Patch(resource));
                paths.Add(2, Named(OpenApiPaths.One(version, resource), item));
            }
        }

        var info = new ProtobufWriter().Add(1, "Kubernetes").Add(2, ServerVersion.Kubernetes);
        return new ProtobufWriter().Add(1, "2.0").Add(2, info).Add(8, paths);
    }

    private static ProtobufWriter Patch(ApiResource resource)
    {
        var operation = new ProtobufWriter();
        foreach (var option in OpenApiPaths.WriteOptions)
        {
            var parameter = new ProtobufWriter().Add(2, "query").Add(4, option).Add(6, "string");
            operation.Add(8, In(1, In(2, In(3, parameter))));
        }

        var kind = new ProtobufWriter().Add(2, OpenApiPaths.GroupVersionKind(resource).ToJsonString());
        return operation.Add(13, Named("x-kubernetes-group-version-kind", kind));
    }

    private static ProtobufWriter Named(string name, ProtobufWriter value) => new ProtobufWriter().Add(1, name).Add(2, value);

    private static ProtobufWriter In(int field, ProtobufWriter message) => new ProtobufWriter().Add(field, message);
}
