using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Comparison;

/// <summary>Which Application an object belongs to: Argo CD's annotation <c>argocd.argoproj.io/tracking-id</c>.</summary>
internal static class Tracking
{
    private const string Annotation = "argocd.argoproj.io/tracking-id";

    /// <summary>The Application that an object is tracked by; null where there is none.</summary>
    public static string? ApplicationOf(JsonElement live) =>
        live.TextAt("metadata", "annotations", Annotation) is { } id && id.IndexOf(':') is > 0 and var end ? id[..end] : null;

    /// <summary>
    /// Whether the annotation is the object's own. One that was copied from another object makes it neither out of sync nor prunable.
    /// </summary>
    public static bool IsOwn(ObjectKey key, JsonElement live) =>
        live.TextAt("metadata", "annotations", Annotation) == Id(ApplicationOf(live) ?? "", key);

    /// <summary>Gives an object that is about to be applied its annotation.</summary>
    public static void Mark(JsonObject value, string application, ObjectKey key) =>
        ObjectMeta.Annotations(value)[Annotation] = Id(application, key);

    private static string Id(string application, ObjectKey key) => $"{application}:{key.Group}/{key.Kind}:{key.Namespace}/{key.Name}";
}
