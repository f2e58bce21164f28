using BigBen.ApiServer.Answers;

namespace BigBen.ApiServer.Patches;

/// <summary>Merges the elements of a patch's list into those of an object's.</summary>
internal static class StrategicList
{
    /// <summary>Makes the merged list.</summary>
    /// <param name="old">The object's list.</param>
    /// <param name="change">The patch's list; empty where it has directives for it alone.</param>
    /// <param name="patch">The part of the patch that the list is in.</param>
    /// <param name="name">The list's name.</param>
    /// <param name="field">How it is merged.</param>
    /// <exception cref="StatusException">An element of the patch does not say which one it means.</exception>
    public static JsonArray Merge(JsonArray old, JsonArray change, JsonObject patch, string name, MergeField field)
    {
        var before = old.Select(element => element?.DeepClone()).ToList();
        var patched = change.ToList();
        var merged = field.Key is { } key ? Objects(before, patched, key, field) : Values(before, patched);
        if (Directives.Deletions(patch, name) is { } deletions)
            merged.RemoveAll(element => deletions.Any(deleted => JsonNode.DeepEquals(deleted, element)));
        var order = Directives.Order(patch, name)?.ToList() ?? patched;
        return new JsonArray([.. ElementOrder.Restore(merged, order, [.. old], field.Key)]);
    }

    private static List<JsonNode?> Values(List<JsonNode?> before, List<JsonNode?> patched) =>
        [.. before, .. patched.Where(added => !before.Any(old => JsonNode.DeepEquals(old, added))).Select(added => added?.DeepClone())];

    private static List<JsonNode?> Objects(List<JsonNode?> before, List<JsonNode?> patched, string key, MergeField field)
    {
        var changes = patched.Select(element => element as JsonObject ?? throw Failures.Unprocessable()).ToList();
        if (changes.Exists(change => Directives.Marker(change) == Directives.Replace))
            before = [];
        foreach (var change in changes)
        {
            switch (Directives.Marker(change))
            {
                case Directives.Replace:
                    break;
                case Directives.Delete:
                    before.RemoveAll(element => IsSame(element, change, key));
                    break;
                default:
                    Set(before, change, key, field);
                    break;
            }
        }

        return before;
    }

    private static void Set(List<JsonNode?> elements, JsonObject change, string key, MergeField field)
    {
        // Kubernetes calls it an error of its own (500); it is the patch's.
        if (change[key] is null)
            throw Failures.BadRequest($"map: {change.ToJsonString()} does not contain declared merge key: {key}");
        var at = elements.FindIndex(element => IsSame(element, change, key));
        if (at < 0)
            elements.Add(Directives.Plain(change));
        else
            elements[at] = StrategicMergePatch.Merge((JsonObject)elements[at]!, change, MergeKeys.Below(field));
    }

    private static bool IsSame(JsonNode? element, JsonObject change, string key) =>
        element is JsonObject map && JsonNode.DeepEquals(map[key], change[key]);
}
