using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace BigBen.Charts.Tests.App;

/// <summary>The values stand in three places; these tests keep them one.</summary>
public class ValuesTests
{
    private static readonly Chart App = Chart.Read(Repository.AppChart);
    private static readonly Chart Database = Chart.Read(Repository.DatabaseChart);

    // What Helm and the chart of the service give.
    private static readonly string[] Given = ["global", "enabled"];

    public static TheoryData<string> Charts => [Repository.AppChart, Repository.DatabaseChart];

    [Fact]
    public void The_document_of_the_values_is_what_schema_and_defaults_say()
    {
        var path = Repository.Path("docs/values.md");
        var text = "# Values of a service\n\n"
            + "What `app/SERVICE/deploy-config/ENVIRONMENT/values.yaml` may set, from `charts/app/values.schema.json` and its defaults.\n"
            + "Any other value, and one of another type, is refused with the file and the line. The image's `repository`, `tag` and\n"
            + "`digest`, and `ingress.host`, come from the environment and its record: in a service's file they are refused.\n\n"
            + Table(App)
            + "\n## Values of a database\n\n"
            + "Of `charts/app/charts/database`: under `database` for one of the service's own, as they are where it is installed alone.\n"
            + "[databases.md](databases.md) explains how it is used.\n\n"
            + Table(Database);
        if (Environment.GetEnvironmentVariable("BIGBEN_UPDATE_GOLDEN") == "1")
            File.WriteAllText(path, text);

        File.ReadAllText(path).ShouldBe(
            text, "write it again: BIGBEN_UPDATE_GOLDEN=1 dotnet test charts/test --filter FullyQualifiedName~ValuesTests");
    }

    [Theory]
    [MemberData(nameof(Charts))]
    public void Every_value_is_described_where_editors_show_it(string chart) =>
        Chart.Read(chart).Leaves.Where(leaf => leaf.Schema["description"] is null).Select(leaf => leaf.Path).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Charts))]
    public void The_values_file_has_every_value_of_the_schema(string chart)
    {
        var read = Chart.Read(chart);
        foreach (var (path, _) in read.Leaves)
            read.Defaults.Find(path.Split('.')).ShouldNotBeNull(path);
    }

    [Fact]
    public void The_schema_lets_no_object_have_unknown_keys() =>
        OpenObjects(App.Schema, "").ShouldBeEmpty();

    private static string Table(Chart chart) =>
        "| Value | Takes | Default | Meaning |\n|---|---|---|---|\n"
        + string.Concat(chart.Leaves.Select(leaf =>
            $"| `{leaf.Path}` | {Takes(chart, leaf.Schema)} | `{Json(chart.Defaults.At(leaf.Path.Split('.'))).ToJsonString()}` "
            + $"| {leaf.Schema["description"]} |\n"));

    private static IEnumerable<(string Path, JsonNode Schema)> LeavesOf(JsonNode schema, string path) =>
        schema["properties"] is not JsonObject properties
            ? [(path, schema)]
            : properties.SelectMany(p => LeavesOf(p.Value!, path.Length == 0 ? p.Key : $"{path}.{p.Key}"));

    private static IEnumerable<string> OpenObjects(JsonNode? node, string path) => node switch
    {
        JsonObject o =>
            (o["type"]?.ToString() == "object" && o["additionalProperties"]?.ToJsonString() is null or "true" ? new[] { path } : [])
                .Concat(o.SelectMany(p => OpenObjects(p.Value, $"{path}/{p.Key}"))),
        JsonArray items => items.SelectMany((item, index) => OpenObjects(item, $"{path}/{index}")),
        _ => [],
    };

    private static string Takes(Chart chart, JsonNode schema)
    {
        if (schema["$ref"]?.ToString() is { } reference)
            return Takes(chart, chart.Schema["definitions"]![reference["#/definitions/".Length..]]!);
        if (schema["title"]?.ToString() is { } title)
            return title;
        if (schema["enum"] is JsonArray words)
            return string.Join(", ", words.Select(word => $"`{word}`"));
        return schema["type"]!.ToString() switch
        {
            "boolean" => "`true`, `false`",
            "integer" when schema["maximum"] is { } most => $"a number from {schema["minimum"]} to {most}",
            "integer" => $"a number from {schema["minimum"]}",
            "array" => "a list",
            "object" when schema["properties"] is JsonObject properties => string.Join(", ", properties.Select(one => $"`{one.Key}`")),
            "object" => "texts by name",
            _ => "text",
        };
    }

    private static JsonNode Json(YamlNode node) => node switch
    {
        YamlMappingNode map =>
            new JsonObject(map.Children
                .OrderBy(c => c.Key.ToString(), StringComparer.Ordinal)
                .Select(c => KeyValuePair.Create(c.Key.ToString(), (JsonNode?)Json(c.Value)))),
        YamlSequenceNode items => new JsonArray([.. items.Children.Select(Json)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } plain when bool.TryParse(plain.Value, out var flag) =>
            JsonValue.Create(flag),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } plain when int.TryParse(plain.Value, out var number) =>
            JsonValue.Create(number),
        var text => JsonValue.Create(text.ToString()),
    };

    private static YamlNode Manifest(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents[0].RootNode;
    }

    private sealed record Chart(JsonNode Schema, YamlNode Defaults)
    {
        public IEnumerable<(string Path, JsonNode Schema)> Leaves => LeavesOf(Schema, "").Where(leaf => !Given.Contains(leaf.Path));

        public static Chart Read(string folder) => new(
            JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "values.schema.json")))!,
            Manifest(File.ReadAllText(Path.Combine(folder, "values.yaml"))));
    }
}
