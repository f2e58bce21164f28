using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Discovery;
using BigBen.ApiServer.Resources;

namespace BigBen.Tests.ApiServer.Discovery;

public class OpenApiTests
{
    // Types that the platform tells no difference between, and those that a cluster writes by a name and the platform where they are used.
    private static readonly (string Golden, string Here)[] Same =
    [
        (Reference("apis.meta.v1.MicroTime"), Reference("apis.meta.v1.Time")),
        (Reference("apis.meta.v1.FieldsV1"), """{"type":"object"}"""),
        (Reference("runtime.RawExtension"), """{"type":"object"}"""),
    ];

    [Theory]
    [InlineData("apps/v1")]
    [InlineData("authorization.k8s.io/v1")]
    public void Each_schema_is_that_of_a_cluster(string version)
    {
        var golden = Golden.Read("openapi/schemas.json").GetProperty(version).EnumerateObject()
            .ToDictionary(schema => schema.Name, schema => Expected(schema.Value));

        var schemas = Document($"openapi/v3/apis/{version}")["components"]!["schemas"]!.AsObject();

        schemas.Select(schema => schema.Key).ShouldBeSubsetOf(golden.Keys);
        golden.Keys.Except(schemas.Select(schema => schema.Key)).ShouldAllBe(name => Same.Any(same => same.Golden.Contains(name)));
        foreach (var (name, schema) in schemas)
        {
            // A kind is told where it is served, a cluster tells it wherever it is used.
            if (schema!["x-kubernetes-group-version-kind"] is null)
                golden[name].Remove("x-kubernetes-group-version-kind");
            JsonNode.DeepEquals(schema, golden[name]).ShouldBeTrue($"{name}: {schema} instead of {golden[name]}");
        }
    }

    [Fact]
    public void Every_reference_leads_somewhere_and_every_kind_has_a_schema()
    {
        foreach (var version in ResourceCatalog.Versions)
        {
            var document = Document($"openapi/v3/{OpenApiPaths.Prefix(version)}");
            var schemas = document["components"]!["schemas"]!.AsObject();
            References(document).Select(reference => reference.Split('/')[^1]).ShouldBeSubsetOf(schemas.Select(schema => schema.Key));
            schemas.SelectMany(schema => schema.Value!["x-kubernetes-group-version-kind"]?.AsArray() ?? [])
                .Select(kind => (string?)kind!["kind"])
                .ShouldBe(version.Resources.Select(resource => resource.Kind), ignoreOrder: true);
        }
    }

    [Fact]
    public void The_index_names_each_document_by_its_hash()
    {
        var paths = Document("openapi/v3")["paths"]!.AsObject();

        paths.Select(path => path.Key).ShouldBe(ResourceCatalog.Versions.Select(OpenApiPaths.Prefix));
        foreach (var (path, entry) in paths)
        {
            ((string?)entry!["serverRelativeURL"])
                .ShouldBe($"/openapi/v3/{path}?hash={OpenApi.Find($"openapi/v3/{path}")!.Hash}");
        }
    }

    [Fact]
    public void A_patch_tells_its_options_and_its_kind()
    {
        var patch = Document("openapi/v3/apis/apps/v1")["paths"]!["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]!["patch"]!;

        patch["parameters"]!.AsArray().Select(parameter => (string?)parameter!["name"])
            .ShouldBe(["dryRun", "fieldManager", "fieldValidation"]);
        patch["x-kubernetes-group-version-kind"]!.ToJsonString().ShouldBe("""{"group":"apps","kind":"Deployment","version":"v1"}""");
    }

    [Theory]
    [InlineData("openapi")]
    [InlineData("openapi/v3/apis/apps/v2")]
    [InlineData("openapi/v3/apis/nope/v1")]
    public void What_is_not_served_has_no_document(string path) => OpenApi.Find(path).ShouldBeNull();

    private static string Reference(string name) => $$"""{"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.{{name}}"}""";

    private static JsonNode Document(string path) => JsonNode.Parse(Encoding.UTF8.GetString(OpenApi.Find(path)!.Body))!;

    private static JsonObject Expected(JsonElement golden) => JsonNode.Parse(
        Same.Aggregate(golden.GetRawText(), (text, same) => text.Replace(same.Golden, same.Here, StringComparison.Ordinal)))!.AsObject();

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(
            field => field.Key == "$ref" ? [(string)field.Value!] : References(field.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
