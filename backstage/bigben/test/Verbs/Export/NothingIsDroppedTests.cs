using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Verbs.Export;
using BigBen.Verbs.Export.Targets;

namespace BigBen.Tests.Verbs.Export;

/// <summary>
/// Every field of every object is changed in turn: either the export becomes another, or the field is among those that are told to be
/// missing.
/// </summary>
[Collection(ExportTests.Name)]
public sealed class NothingIsDroppedTests(ExportFixture fixture)
{
    // What names an object or ties it to another one: elsewhere it is one thing.
    private static readonly string[] Ties =
    [
        "apiVersion", "kind", "metadata.name", "metadata.namespace", "spec.scaleTargetRef", "spec.ports[0].name", "spec.ports[1].name",
        ".backend", ".containers[0].name", ".containers[0].ports[0].name", ".volumeClaimTemplates[0].apiVersion",
        ".volumeClaimTemplates[0].kind",
    ];

    [Theory]
    [InlineData("compose", "service-a")]
    [InlineData("compose", "service-b")]
    [InlineData("compose", "nightly")]
    [InlineData("compose", "orders")]
    [InlineData("cloud-run", "service-a")]
    [InlineData("cloud-run", "orders")]
    [InlineData("elastic-beanstalk", "service-a")]
    [InlineData("elastic-beanstalk", "service-b")]
    [InlineData("elastic-beanstalk", "orders")]
    public void A_field_that_changes_is_seen_or_told_to_be_missing(string target, string service)
    {
        var source = fixture[service];
        var before = Make(target, source);
        var dropped = new List<string>();
        var seen = 0;
        for (var i = 0; i < source.Recorded.Objects.Count; i++)
        {
            var manifest = source.Recorded.Objects[i];
            var told = before.Left.Where(line => line.StartsWith($"{manifest.Key.Kind} {manifest.Key.Name}", StringComparison.Ordinal))
                .Select(line => line[$"{manifest.Key.Kind} {manifest.Key.Name}".Length..].TrimStart(':', ' ').Split(" = ")[0]).ToList();
            foreach (var path in Leaves(manifest.Body, ""))
            {
                if (Ties.Any(tie => IsTie(tie, path)) || told.Any(line => path.StartsWith(line, StringComparison.Ordinal)))
                    continue;
                seen++;
                if (IsSame(before, target, With(source, i, path)))
                    dropped.Add($"{manifest.Key}: {path}");
            }
        }

        dropped.ShouldBeEmpty();
        seen.ShouldBeGreaterThan(20);
    }

    private static bool IsTie(string tie, string path) => tie.StartsWith('.')
        ? path.Contains(tie, StringComparison.Ordinal)
        : path.StartsWith(tie, StringComparison.Ordinal);

    private static bool IsSame(ExportResult before, string target, ExportSource changed)
    {
        try
        {
            var after = Make(target, changed);
            return after.Files.SequenceEqual(before.Files) && after.Left.SequenceEqual(before.Left);
        }
        catch (PlatformException)
        {
            // Refused is not dropped.
            return false;
        }
    }

    private static ExportResult Make(string target, ExportSource source) => target switch
    {
        "compose" => ComposeTarget.Make(source),
        "cloud-run" => CloudRunTarget.Make(source),
        _ => ElasticBeanstalkTarget.Make(source),
    };

    private static ExportSource With(ExportSource source, int index, string path)
    {
        var objects = source.Recorded.Objects.ToList();
        var body = (JsonObject)objects[index].Body.DeepClone();
        Change(body, path, "");
        objects[index] = Manifest.Of(body, "changed", source.Environment);
        return source with { Recorded = source.Recorded with { Objects = objects } };
    }

    private static IEnumerable<string> Leaves(JsonNode? node, string path) => node switch
    {
        JsonObject { Count: > 0 } mapping => mapping.SelectMany(pair => Leaves(pair.Value, Join(path, pair.Key))),
        JsonArray { Count: > 0 } list => list.SelectMany((item, index) => Leaves(item, $"{path}[{index}]")),
        _ => [path],
    };

    private static void Change(JsonNode node, string wanted, string path)
    {
        var parts = node is JsonObject mapping
            ? mapping.Select(pair => (Key: (object)pair.Key, Path: Join(path, pair.Key), pair.Value)).ToList()
            : [.. ((JsonArray)node).Select((item, index) => (Key: (object)index, Path: $"{path}[{index}]", Value: item))];
        foreach (var (key, place, value) in parts)
        {
            if (place == wanted)
            {
                if (key is string name)
                    node[name] = Another(value);
                else
                    node[(int)key] = Another(value);
            }
            else if (value is JsonObject or JsonArray && wanted.StartsWith(place, StringComparison.Ordinal))
            {
                Change(value, wanted, place);
            }
        }
    }

    private static JsonNode Another(JsonNode? value) => value switch
    {
        JsonValue one when one.TryGetValue<bool>(out var flag) => !flag,
        JsonValue one when one.TryGetValue<long>(out var number) => number + 1,
        JsonValue one when one.TryGetValue<string>(out var text) => Larger(text),
        _ => new JsonObject { ["another"] = "value" },
    };

    // A quantity stays one.
    private static string Larger(string text) => text.EndsWith("Mi", StringComparison.Ordinal) ? $"9{text}" : $"{text}9";

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
