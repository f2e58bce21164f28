using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Manifests.Specs;
using BigBen.Manifests.Validation;
using BigBen.Manifests.Validation.Schema;

namespace BigBen.Tests.Manifests.Specs;

/// <summary>
/// Finds what the local platform leaves out of a kind, or refuses although Kubernetes takes it, by setting every field that Kubernetes has
/// to some value, one at a time.
/// </summary>
/// <param name="minimal">An object of the kind that runs.</param>
internal sealed partial class FieldProbe(JsonObject minimal)
{
    private const string Unknown = "is not a field that the local platform knows";

    // One of them is right for nearly every field whose values Kubernetes checks.
    private static readonly JsonNode[] Words =
        [.. new[] { "x", "http", "/x", "UDP", "Always", "Never", "OnFailure", "Local", "1Gi", "127.0.0.1" }.Select(word => (JsonNode)word)];

    private static readonly Dictionary<string, JsonNode> Samples = new()
    {
        ["bool"] = true,
        ["bytes"] = "eA==",
        ["quantity"] = "1Gi",
        ["time"] = "2026-01-01T00:00:00Z",
        ["core.v1.Container"] = new JsonObject { ["name"] = "other", ["image"] = "x:y", ["terminationMessagePolicy"] = "File" },
        ["core.v1.LifecycleHandler"] = new JsonObject { ["exec"] = new JsonObject { ["command"] = new JsonArray("x") } },
    };

    /// <summary>What has no effect: the field, without numbers of elements, and why.</summary>
    public SortedDictionary<string, string> NotEnforced { get; } = new(StringComparer.Ordinal);

    /// <summary>What is refused although Kubernetes takes it: the field, and why.</summary>
    public SortedDictionary<string, string> Refused { get; } = new(StringComparer.Ordinal);

    private string ApiVersion => $"{minimal["apiVersion"]}";

    private string Kind => $"{minimal["kind"]}";

    /// <summary>Looks at every field.</summary>
    public FieldProbe Run()
    {
        Errors(minimal).ShouldBeEmpty($"{Kind}: what is probed has to be valid");
        Read(minimal);
        Refused.ShouldBeEmpty($"{Kind}: what is probed has to run");
        Below(TypeCatalog.Kind(ApiVersion, Kind)!.Value, []);
        return this;
    }

    private void Below(FieldType type, string[] path)
    {
        foreach (var (name, field) in TypeCatalog.Fields(type)!)
        {
            string[] below = [.. path, name];
            if (path.Length == 0 && name is "apiVersion" or "kind" or "metadata" or "status")
                continue;
            foreach (var value in Values(field))
                Try(below, value);
            var inner = field.Element ?? field;
            if (!IsKnown(below) && path.Length < 12 && TypeCatalog.Fields(inner) is not null)
                Below(inner, below);
        }
    }

    private bool IsKnown(string[] path) => Enumerable.Range(1, path.Length).Select(count => string.Join('.', path[..count]))
        .Any(above => NotEnforced.ContainsKey(above) || Refused.ContainsKey(above));

    private static IEnumerable<JsonNode> Values(FieldType type) => type switch
    {
        { Element: { } element } => Values(element).Select(value => new JsonArray(value.DeepClone())),
        { Entry: { } entry } => Values(entry).Select(value => new JsonObject { ["x"] = value.DeepClone() }),
        { Name: "int32" or "int64" or "intstr" } => [1, 30],
        { Name: "string" } => Words,
        _ => Samples.TryGetValue(type.Name, out var sample) ? [sample] : [],
    };

    private void Try(string[] path, JsonNode value)
    {
        var changed = minimal.DeepClone().AsObject();
        var (at, type) = (changed, TypeCatalog.Kind(ApiVersion, Kind)!.Value);
        foreach (var key in path[..^1])
        {
            var field = TypeCatalog.Fields(type)![key];
            at = field.Element is null
                ? (at[key] ??= new JsonObject()).AsObject()
                : (at[key] ??= new JsonArray(new JsonObject()))[0]!.AsObject();
            type = field.Element ?? field;
        }

        at[path[^1]] = value.DeepClone();
        // As it comes from a file: a number of C# is none of JSON yet.
        Read(JsonNode.Parse(changed.ToJsonString())!.AsObject());
    }

    private void Read(JsonObject value)
    {
        try
        {
            foreach (var entry in ObjectSpec.Read(Manifest.Of(value.DeepClone().AsObject(), "the chart", "developer")))
                NotEnforced[Plain(entry.What)] = entry.Why;
        }
        catch (PlatformException e) when (Refusal().Match(e.Message) is { Success: true } refusal
            && (refusal.Groups["why"].Value == Unknown || Errors(value).Count == 0))
        {
            Refused[Plain(refusal.Groups["field"].Value)] = Given().Replace(refusal.Groups["why"].Value, "must be one of");
        }
        catch (PlatformException)
        {
            // Kubernetes would refuse it, too.
        }
    }

    private List<string> Errors(JsonObject value)
    {
        try
        {
            var group = ApiVersion.Contains('/') ? ApiVersion.Split('/')[0] : "";
            return [.. Validator.UnknownFields(ApiVersion, Kind, value).Select(field => $"{field}"),
                .. Validator.Errors(group, Kind, value.DeepClone().AsObject()).Select(error => $"{error}"),
                .. ErrorsOfPods(value)];
        }
        catch (DecodingException e)
        {
            return [e.Message];
        }
    }

    // Kubernetes looks into the pods of a StatefulSet only when it makes one: what is wrong there then is wrong in a Deployment at once.
    private static IEnumerable<string> ErrorsOfPods(JsonObject value)
    {
        if ($"{value["kind"]}" != "StatefulSet")
            return [];
        var deployment = value.DeepClone().AsObject();
        deployment["kind"] = "Deployment";
        deployment["spec"] = new JsonObject
        {
            ["selector"] = value["spec"]!["selector"]!.DeepClone(),
            ["template"] = value["spec"]!["template"]!.DeepClone(),
        };
        return Validator.Errors("apps", "Deployment", deployment).Select(error => $"{error}");
    }

    private static string Plain(string path) => Index().Replace(path, "");

    [GeneratedRegex(@"^\w+ \S+: (?<field>\S+) (?<why>.+?)\. Fix it in")]
    private static partial Regex Refusal();

    [GeneratedRegex("^is .+, which (is not one of|must be one of)")]
    private static partial Regex Given();

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();
}
