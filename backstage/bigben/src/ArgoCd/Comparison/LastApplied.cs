using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.ArgoCd.Comparison;

/// <summary>
/// What was applied last, kept on the object as <c>kubectl apply</c> keeps it: so that what is no longer asked for is taken away.
/// </summary>
internal static class LastApplied
{
    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>What was applied last; empty where nothing was, or it cannot be read.</summary>
    public static JsonObject Of(JsonElement live)
    {
        try
        {
            return live.TextAt("metadata", "annotations", Annotation) is { } text && JsonNode.Parse(text) is JsonObject applied
                ? applied
                : [];
        }
        catch (JsonException)
        {
            // Somebody has edited it: what it took away cannot be told, what git says still counts.
            return [];
        }
    }

    /// <summary>
    /// Writes what is being applied onto an object; of a Secret the names of its values alone, which is all that taking one away needs.
    /// </summary>
    public static void Record(JsonObject value, JsonObject applied) =>
        ObjectMeta.Annotations(value)[Annotation] = SecretMask.Of(applied).ToJsonString() + "\n";
}
