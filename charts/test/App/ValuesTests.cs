using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace BigBen.Charts.Tests.App;

/// <summary>The values stand in three places; these tests keep them one.</summary>
public partial class ReadmeTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.AppChart, "values.schema.json")))!;
    private static readonly YamlNode Defaults = Manifest(File.ReadAllText(Path.Combine(Repository.AppChart, "values.yaml")));
    private static readonly List<(string Value, string Default)> Rows =
        [.. Row().Matches(File.ReadAllText(Path.Combine(Repository.AppChart, "README.md")))
            .Select(row => (row.Groups[1].Value, row.Groups[2].Value))];

    [Fact]
    public void The_readme_has_every_value_of_the_schema_and_no_other() =>
        Rows.Select(row => row.Value).ShouldBe(Leaves(Schema, ""), ignoreOrder: true);

    [Fact]
    public void The_readme_has_the_true_defaults()
    {
        foreach (var (value, text) in Rows.Where(row => row.Default.StartsWith('`')))
            Json(Defaults.At(value.Split('.'))).ToJsonString().ShouldBe(JsonNode.Parse(text.Trim('`'))!.ToJsonString(), value);
    }

    [Fact]
    public void The_values_file_has_every_value_of_the_schema()
    {
        foreach (var leaf in Leaves(Schema, ""))
            Defaults.Find(leaf.Split('.')).ShouldNotBeNull(leaf);
    }

    [Fact]
    public void The_schema_lets_no_object_have_unknown_keys() =>
        OpenObjects(Schema, "").ShouldBeEmpty();

    private static IEnumerable<string> Leaves(JsonNode schema, string path) =>
        schema["properties"] is not JsonObject properties
            ? [path]
            : properties.SelectMany(p => Leaves(p.Value!, path.Length == 0 ? p.Key : $"{path}.{p.Key}"));

    private static IEnumerable<string> OpenObjects(JsonNode? node, string path) => node switch
    {
        JsonObject o =>
            (o["type"]?.ToString() == "object" && o["additionalProperties"]?.ToJsonString() is null or "true" ? new[] { path } : [])
                .Concat(o.SelectMany(p => OpenObjects(p.Value, $"{path}/{p.Key}"))),
        JsonArray items => items.SelectMany((item, index) => OpenObjects(item, $"{path}/{index}")),
        _ => [],
    };

    /// <summary>As JSON with sorted keys, as the README has it.</summary>
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

    [GeneratedRegex(@"^\| `([A-Za-z.]+)` \| (.+?) \| .+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
