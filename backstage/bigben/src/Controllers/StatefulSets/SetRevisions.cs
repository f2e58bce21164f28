using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.StatefulSets;

/// <summary>The ControllerRevisions of a StatefulSet.</summary>
/// <param name="Current">The one that its pods had before its template was last changed.</param>
/// <param name="Update">The one of its template.</param>
/// <param name="All">All of them, the oldest first.</param>
/// <param name="Collisions">How many other templates had the same hash.</param>
internal sealed record SetRevisions(JsonElement Current, JsonElement Update, IReadOnlyList<JsonElement> All, long Collisions)
{
    /// <summary>The template that a ControllerRevision holds.</summary>
    public static JsonElement TemplateOf(JsonElement revision) => revision.At("data", "spec", "template") ?? default;
}
