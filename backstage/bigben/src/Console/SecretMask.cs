using System.Text.Json.Nodes;
using BigBen.Foundation;

namespace BigBen.Console;

/// <summary>An object as it may be shown: the values of a Secret are masked, as Argo CD masks them.</summary>
internal static class SecretMask
{
    private const string Mask = "++++++++";

    public static JsonObject Of(JsonObject live)
    {
        var body = (JsonObject)live.DeepClone();
        if ($"{body["kind"]}" != "Secret")
            return body;
        foreach (var values in new[] { body["data"], body["stringData"] }.OfType<JsonObject>())
        {
            foreach (var name in values.Select(pair => pair.Key).ToList())
                values[name] = Mask;
        }

        return body;
    }

    /// <summary>The same as YAML.</summary>
    public static string Yaml(JsonObject live) => YamlWriter.Write(Of(live));
}
