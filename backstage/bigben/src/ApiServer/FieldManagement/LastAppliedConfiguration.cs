using System.Text.Encodings.Web;
using BigBen.Manifests;

namespace BigBen.ApiServer.FieldManagement;

/// <summary>
/// What client-side <c>kubectl apply</c> remembers in an annotation. Kubernetes lets kubectl go over from that to server-side apply: what
/// it applied by the one is no conflict for the other, and the annotation follows, so that it can go back.
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
        try
        {
            if (Parse(live) is not { } last)
                return new FieldSet();
            var comparison = FieldComparison.Of(last, live, type);
            return FieldWalk.Of(last, type).Difference(comparison.Changed).Difference(comparison.Removed);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            // Anybody may write anything there: then nothing was applied.
            return new FieldSet();
        }
    }

    /// <summary>Remembers what was applied, in place, where something is remembered already.</summary>
    public static void Sync(JsonObject value, JsonObject applied)
    {
        if (Annotations(value) is not { } annotations || !annotations.ContainsKey(Annotation))
            return;
        var configuration = CanonicalJson.Sorted(applied)!;
        Annotations(configuration)?.Remove(Annotation);
        annotations[Annotation] = AsGoWrites(configuration.ToJsonString(Json)) + "\n";
    }

    private static JsonObject? Parse(JsonObject live) =>
        Annotations(live)?[Annotation] is JsonValue text && text.TryGetValue<string>(out var json)
            ? JsonNode.Parse(json) as JsonObject
            : null;

    private static JsonObject? Annotations(JsonNode value) => value["metadata"]?["annotations"] as JsonObject;

    private static string AsGoWrites(string json) => json
        .Replace("<", "\\u003c", StringComparison.Ordinal)
        .Replace(">", "\\u003e", StringComparison.Ordinal)
        .Replace("&", "\\u0026", StringComparison.Ordinal);
}
