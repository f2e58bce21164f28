using System.Text.Json.Nodes;

namespace BigBen.Verbs.Export.Translating;

/// <summary>What an object's pods ask for, whatever kind it is.</summary>
internal static class PodSpecs
{
    /// <summary>The images of all its containers.</summary>
    public static IEnumerable<string> ImagesOf(JsonNode? node) =>
        Specs(node)
            .SelectMany(spec => (spec["initContainers"] as JsonArray ?? []).Concat(spec["containers"]!.AsArray()))
            .Select(container => $"{container?["image"]}");

    /// <summary>The labels that a node needs for them.</summary>
    public static IEnumerable<KeyValuePair<string, string>> NodeLabelsOf(JsonNode? node) =>
        Specs(node).SelectMany(spec => spec["nodeSelector"] as JsonObject ?? [])
            .Select(label => KeyValuePair.Create(label.Key, $"{label.Value}"));

    private static IEnumerable<JsonObject> Specs(JsonNode? node) => node switch
    {
        JsonObject spec when spec["containers"] is JsonArray => [spec],
        JsonObject mapping => mapping.SelectMany(field => Specs(field.Value)),
        JsonArray list => list.SelectMany(Specs),
        _ => [],
    };
}
