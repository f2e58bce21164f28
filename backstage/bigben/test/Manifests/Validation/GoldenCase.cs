using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BigBen.ApiServer.Resources;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.Manifests.Validation;

/// <summary>A change of a valid object, and what a real API server (Kubernetes 1.36.3) answered to the outcome.</summary>
/// <param name="number">Which case.</param>
public sealed partial class GoldenCase(int number)
{
    private static readonly JsonElement Bases = Golden.Read("validation/bases.json");
    private static readonly IReadOnlyList<JsonElement> Cases = [.. Golden.Lines("validation/cases.jsonl")];

    private readonly JsonElement _case = Cases[number];

    /// <summary>How many there are.</summary>
    public static int Count => Cases.Count;

    /// <summary>The status code.</summary>
    public int Code => _case.GetProperty("code").GetInt32();

    /// <summary>The server's message; null where it took the object.</summary>
    public string? Message => _case.TextAt("message") is { } message ? Unfold(message) : null;

    /// <summary>The causes, each as reason, field and message.</summary>
    public IReadOnlyList<string> Causes =>
    [
        .. _case.ItemsAt("causes").Select(cause =>
            $"{cause.TextAt("reason")} {cause.TextAt("field")}: {Unfold(cause.TextAt("message")!)}"),
    ];

    /// <summary>What the server warned of, without the header's frame.</summary>
    public IReadOnlyList<string> Warnings =>
        [.. _case.ItemsAt("warnings").Select(warning => warning.GetString()![7..^1].Replace("\\\"", "\"", StringComparison.Ordinal))];

    /// <summary>The object that was sent.</summary>
    public JsonObject Value()
    {
        var value = Base(_case.TextAt("kind")!);
        foreach (var change in _case.ItemsAt("set"))
            Set(value, change[0].GetString()!, Golden.Node(change[1]));
        return value;
    }

    /// <summary>A valid object of a kind.</summary>
    public static JsonObject Base(string kind) =>
        (JsonObject)Golden.Node(Bases.EnumerateObject().Single(found => found.Value.TextAt("kind") == kind).Value)!;

    /// <summary>The case, in words.</summary>
    public override string ToString() => $"{number} {_case.TextAt("kind")} {_case.TextAt("case")}";

    /// <summary>Sets a value; a path's last part may itself have dots, where it is a key of labels or annotations.</summary>
    internal static void Set(JsonObject root, string path, JsonNode? value)
    {
        var maps = Maps().Match(path);
        var parts = maps.Success ? [.. maps.Groups[1].Value.Split('.'), maps.Groups[2].Value] : path.Split('.');
        JsonNode at = root;
        foreach (var part in parts[..^1])
        {
            if (at is JsonObject map)
                at = map[part] ?? (map[part] = new JsonObject());
            else
                at = at[int.Parse(part, CultureInfo.InvariantCulture)]!;
        }

        var text = Unfolded(value);
        if (at is JsonArray list)
            list.Add(text);
        else
            ((JsonObject)at)[parts[^1]] = text;
    }

    private static JsonNode? Unfolded(JsonNode? value) => value is null ? null : JsonNode.Parse(Unfold(value.ToJsonString()));

    // Runs of one character are kept short.
    private static string Unfold(string text) => Runs().Replace(
        text, run => new string(run.Groups[2].Value[0], int.Parse(run.Groups[1].Value, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"^(.*\.(?:labels|annotations|matchLabels))\.(.*)$")]
    private static partial Regex Maps();

    [GeneratedRegex(@"(?:<|\\u003C)(\d+) (?:×|\\u00D7) (.)(?:>|\\u003E)")]
    private static partial Regex Runs();
}
