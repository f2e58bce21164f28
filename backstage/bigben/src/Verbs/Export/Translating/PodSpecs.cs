namespace BigBen.Verbs.Export.Translating;

/// <summary>What an object's pods ask for, whatever kind it is.</summary>
internal static class PodSpecs
{
    /// <summary>The images of all its containers.</summary>
    public static IEnumerable<string> ImagesOf(JsonNode? node) => ContainersOf(node).Select(container => $"{container["image"]}");

    /// <summary>All its containers, those first that start first.</summary>
    public static IEnumerable<JsonObject> ContainersOf(JsonNode? node) =>
        Specs(node)
            .SelectMany(spec => (spec["initContainers"] as JsonArray ?? []).Concat(spec["containers"]!.AsArray()))
            .OfType<JsonObject>();

    /// <summary>The labels that a node needs for them.</summary>
    public static IEnumerable<KeyValuePair<string, string>> NodeLabelsOf(JsonNode? node) =>
        Specs(node).SelectMany(spec => spec["nodeSelector"] as JsonObject ?? [])
            .Select(label => KeyValuePair.Create(label.Key, $"{label.Value}"));

    /// <summary>A name of a variable for each entry of a Secret that a container has as one: the first that it has, once for all.</summary>
    /// <param name="nodes">The objects, those first whose names count most.</param>
    public static Dictionary<(string Secret, string Key), string> AskedSecretsOf(IEnumerable<JsonNode?> nodes)
    {
        var names = new Dictionary<(string Secret, string Key), string>();
        var variables = nodes.SelectMany(Specs)
            .SelectMany(spec => spec["containers"]!.AsArray().Concat(spec["initContainers"] as JsonArray ?? []))
            .SelectMany(container => container?["env"] as JsonArray ?? []);
        foreach (var variable in variables)
        {
            if (variable?["valueFrom"]?["secretKeyRef"] is not { } secret)
                continue;
            var (entry, name) = (($"{secret["name"]}", $"{secret["key"]}"), $"{variable["name"]}");
            if (!names.ContainsKey(entry))
                names[entry] = names.ContainsValue(name) ? $"{entry.Item1}_{entry.Item2}" : name;
        }

        return names;
    }

    private static IEnumerable<JsonObject> Specs(JsonNode? node) => node switch
    {
        JsonObject spec when spec["containers"] is JsonArray => [spec],
        JsonObject mapping => mapping.SelectMany(field => Specs(field.Value)),
        JsonArray list => list.SelectMany(Specs),
        _ => [],
    };
}
