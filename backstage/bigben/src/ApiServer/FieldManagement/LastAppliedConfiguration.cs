using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.Manifests;

namespace BigBen.ApiServer.FieldManagement;

/// <summary>
/// What client-side <c>kubectl apply</c> remembers in an annotation. Kubernetes lets kubectl go over from that to server-side apply: what it
/// applied by the one is no conflict for the other, and the annotation follows, so that it can go back.
/// </summary>
internal static class LastAppliedConfiguration
{
    /// <summary>The one manager that this is for: kubectl, where nobody names another.</summary>
    public const string Manager = "kubectl";

    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The fields that still are as they were applied.</summary>
    public static FieldSet Unchanged(JsonObject live, MergeType type)
    {
        if (Parse(live) is not { } last)
            return new FieldSet();
        var comparison = FieldComparison.Of(last, live, type);
        return FieldWalk.Of(last, type).Difference(comparison.Changed).Difference(comparison.Removed);
    }

    /// <summary>Remembers what was applied, in place, where something is remembered already.</summary>
    public static void Sync(JsonObject value, JsonObject applied)
    {
        if (value["metadata"]?["annotations"] is not JsonObject annotations || !annotations.ContainsKey(Annotation))
            return;
        var configuration = CanonicalJson.Sorted(applied)!;
        (configuration["metadata"]?["annotations"] as JsonObject)?.Remove(Annotation);
        annotations[Annotation] = AsGoWrites(configuration.ToJsonString(Json)) + "\n";
    }

    private static JsonObject? Parse(JsonObject live)
    {
        try
        {
            return live["metadata"]?["annotations"]?[Annotation] is JsonValue text && text.TryGetValue<string>(out var json)
                ? JsonNode.Parse(json) as JsonObject
                : null;
        }
        catch (JsonException)
        {
            // Anybody may write anything there: then nothing was applied.
            return null;
        }
    }

    private static string AsGoWrites(string json) => json
        .Replace("<", "\\u003c", StringComparison.Ordinal)
        .Replace(">", "\\u003e", StringComparison.Ordinal)
        .Replace("&", "\\u0026", StringComparison.Ordinal);
}
