namespace BigBen.Kubernetes.Candidates.Rehearsals;

/// <summary>Workloads with something of their pods changed.</summary>
internal static class Rewritten
{
    // What the chart tells a program of its image.
    private const string Version = "APP_VERSION";

    private static readonly string[] OfProgram = ["image", "command", "args"];

    /// <summary>A copy that may be changed.</summary>
    public static JsonObject Of(JsonElement workload) => JsonNode.Parse(workload.GetRawText())!.AsObject();

    /// <summary>The spec of its pods.</summary>
    public static JsonObject PodOf(JsonObject workload) => workload["spec"]!["template"]!["spec"]!.AsObject();

    /// <summary>All containers of a pod's spec.</summary>
    public static IEnumerable<JsonObject> ContainersOf(JsonObject spec) =>
        (spec["initContainers"] as JsonArray ?? []).Concat(spec["containers"]!.AsArray()).OfType<JsonObject>();

    /// <summary>Gives a container variables before its own, which may refer to them.</summary>
    public static void Prepend(JsonObject container, IReadOnlyDictionary<string, string> variables)
    {
        if (container["env"] is not JsonArray env)
            container["env"] = env = [];
        foreach (var (name, value) in variables.Reverse())
            env.Insert(0, new JsonObject { ["name"] = name, ["value"] = value });
    }

    /// <summary>The image of a workload's program.</summary>
    public static string ImageOf(JsonElement workload) => ProgramOf(workload).TextAt("image");

    /// <summary>The version that a workload's program is told to be; empty where it is told none.</summary>
    public static string VersionOf(JsonElement workload) =>
        ProgramOf(workload).ItemsAt("env").FirstOrDefault(variable => variable.TextAt("name") == Version).TextAt("value");

    /// <summary>A workload with the program of another one, and the settings of its own.</summary>
    public static JsonElement WithProgramOf(JsonElement workload, JsonElement other)
    {
        var result = Of(workload);
        var container = PodOf(result)["containers"]![0]!.AsObject();
        var program = ProgramOf(other);
        foreach (var field in OfProgram)
        {
            container.Remove(field);
            if (program.At(field) is { } value)
                container[field] = JsonNode.Parse(value.GetRawText());
        }

        foreach (var variable in (container["env"] as JsonArray ?? []).Where(variable => $"{variable!["name"]}" == Version))
            variable!["value"] = VersionOf(other);
        return JsonSerializer.SerializeToElement(result);
    }

    private static JsonElement ProgramOf(JsonElement workload) =>
        workload.ItemsAt("spec", "template", "spec", "containers").FirstOrDefault();
}
