using System.Text.Json;
using System.Text.Json.Nodes;

namespace BigBen.Tests.ApiServer;

/// <summary>What a real cluster (Kubernetes 1.36.3 with Argo CD 3.5.1) answered, trimmed to what the tests read.</summary>
internal static class Golden
{
    /// <summary>One JSON document.</summary>
    public static JsonElement Read(string path) => JsonDocument.Parse(File.ReadAllBytes(PathOf(path))).RootElement;

    /// <summary>A document on each line.</summary>
    public static IEnumerable<JsonElement> Lines(string path) =>
        File.ReadLines(PathOf(path)).Select(line => JsonDocument.Parse(line).RootElement);

    /// <summary>The paths of the documents in a folder and those below.</summary>
    public static IEnumerable<string> Files(string folder)
    {
        var root = PathOf("");
        return Directory.EnumerateFiles(PathOf(folder), "*.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file))
            .Order();
    }

    /// <summary>Compares with what the cluster answered: the same fields and values, in any order of fields.</summary>
    public static void ShouldBeAs(this JsonNode? actual, JsonElement golden)
    {
        if (!JsonNode.DeepEquals(actual, Node(golden)))
            (actual?.ToJsonString() ?? "null").ShouldBe(golden.GetRawText());
    }

    /// <summary>The cluster's steps that are not among ours in their order, each with the one of ours that it was to follow.</summary>
    public static IReadOnlyList<string> Missing(List<string> ours, IEnumerable<string> golden)
    {
        var (missing, at) = (new List<string>(), 0);
        foreach (var step in golden)
        {
            var found = ours.IndexOf(step, at);
            if (found < 0)
                missing.Add($"{step} after {(at < ours.Count ? ours[at] : "the end")}");
            else
                at = found;
        }

        return missing;
    }

    /// <summary>A golden value as a node of its own.</summary>
    public static JsonNode? Node(JsonElement golden) => JsonNode.Parse(golden.GetRawText());

    private static string PathOf(string path) => Path.Combine(AppContext.BaseDirectory, "TestData", "golden", path);
}
