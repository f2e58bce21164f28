namespace BigBen.ApiServer.Patches;

/// <summary>
/// A patch that looks like the object and merges the elements of its lists by the keys of their types, with directives for what that
/// cannot say: Kubernetes' <c>strategicpatch.StrategicMergePatch</c>.
/// </summary>
/// <param name="patch">The patch.</param>
/// <param name="keys">The fields of the object's kind.</param>
internal sealed class StrategicMergePatch(JsonObject patch, MergeKeys keys) : Patch
{
    public override JsonObject Apply(JsonObject value) => Merge(value, patch, keys);

    /// <summary>Merges a part of a patch into a part of an object.</summary>
    public static JsonObject Merge(JsonObject value, JsonObject patch, MergeKeys keys)
    {
        switch (Directives.Marker(patch))
        {
            case Directives.Delete:
                return [];
            case Directives.Replace:
                return (JsonObject)Directives.Plain(patch)!;
        }

        if (Directives.RetainKeys(patch) is { } retained)
        {
            foreach (var field in value.Select(field => field.Key).Where(field => !retained.Contains(field)).ToList())
                value.Remove(field);
        }

        foreach (var field in Directives.Fields(patch))
            Merge(value, patch, field, keys);
        return value;
    }

    private static void Merge(JsonObject value, JsonObject patch, string name, MergeKeys keys)
    {
        var field = keys.Field(name);
        var isSet = patch.TryGetPropertyValue(name, out var change);
        if (isSet && change is null)
        {
            value.Remove(name);
            return;
        }

        switch (value[name], change)
        {
            case (JsonObject old, JsonObject map) when !field.IsReplaced:
                var merged = Merge(old, map, MergeKeys.Below(field));
                if (!ReferenceEquals(merged, old))
                    value[name] = merged;
                break;
            case (JsonArray old, JsonArray list) when field.IsMerged:
                value[name] = StrategicList.Merge(old, list, patch, name, field);
                break;
            // Directives for the list alone.
            case (JsonArray old, null):
                value[name] = StrategicList.Merge(old, [], patch, name, field);
                break;
            case (_, null):
                break;
            default:
                value[name] = Directives.Plain(change);
                break;
        }
    }
}
