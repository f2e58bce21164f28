using BigBen.ApiServer.Patches;

namespace BigBen.ArgoCd.Comparison;

/// <summary>
/// What an object becomes when a configuration is applied to it, as <c>kubectl apply</c> works it out: what is asked for is set, what was
/// asked for last time and is not now is removed, and everything else, which others own, stays. Comparing the answer with the object tells
/// whether they differ.
/// </summary>
internal static class ThreeWayMerge
{
    // Elements of lists without a merge key are compared whole: there, what the API server fills in must be known.
    private static readonly HashSet<(string Field, string Value)> Defaults = [("protocol", "TCP"), ("pathType", "ImplementationSpecific")];

    /// <summary>Makes the merged object; none of the three is changed.</summary>
    /// <param name="original">What was applied last.</param>
    /// <param name="target">What is asked for.</param>
    /// <param name="live">The object as it is.</param>
    /// <param name="keys">The fields of the object's kind.</param>
    /// <param name="keepsNamed">Whether of the object as it is only the fields stay that are asked for.</param>
    public static JsonObject Merge(JsonObject original, JsonObject target, JsonObject live, MergeKeys keys, bool keepsNamed = false)
    {
        var merged = new JsonObject();
        foreach (var (name, value) in live)
        {
            if (target[name] is { } wanted)
                merged[name] = Merge(original[name], wanted, value, name, keys.Field(name));
            else if (!keepsNamed && !original.ContainsKey(name))
                merged[name] = value?.DeepClone();
        }

        foreach (var (name, wanted) in target)
        {
            if (wanted is not null && !live.ContainsKey(name))
                merged[name] = wanted.DeepClone();
        }

        return merged;
    }

    private static JsonNode? Merge(JsonNode? original, JsonNode target, JsonNode? live, string name, MergeField field) =>
        (target, live) switch
        {
            (JsonObject wanted, JsonObject current) when field.IsReplaced => Whole(wanted, current),
            (JsonObject wanted, JsonObject current) =>
                Merge(original as JsonObject ?? [], wanted, current, MergeKeys.Below(field), field.KeepsNamed),
            (JsonArray wanted, JsonArray current) when field is { IsMerged: true, Key: { } key }
                && Elements(wanted, key)
                && Elements(current, key) =>
                Keyed(original as JsonArray ?? [], wanted, current, key, field),
            (JsonArray wanted, JsonArray current) when field is { IsMerged: true, Key: null } =>
                Values(original as JsonArray ?? [], wanted, current),
            (JsonArray wanted, JsonArray current) when wanted.Count == current.Count =>
                new JsonArray([.. wanted.Zip(current, (one, other) => one is null ? null : Element(one, other, name))]),
            _ => Scalars.AreEqual(name, target, live) ? live?.DeepClone() : target.DeepClone(),
        };

    private static JsonNode? Element(JsonNode wanted, JsonNode? current, string name) => (wanted, current) switch
    {
        (JsonObject one, JsonObject other) => Whole(one, other),
        (JsonArray one, JsonArray other) when one.Count == other.Count =>
            new JsonArray([.. one.Zip(other, (inner, outer) => inner is null ? null : Element(inner, outer, name))]),
        _ => Scalars.AreEqual(name, wanted, current) ? current?.DeepClone() : wanted.DeepClone(),
    };

    // Nobody else owns a part of it.
    private static JsonObject Whole(JsonObject wanted, JsonObject current)
    {
        var merged = new JsonObject();
        foreach (var (name, value) in current)
        {
            if (wanted[name] is { } given)
                merged[name] = Element(given, value, name);
            else if (value is JsonValue text && Defaults.Contains((name, text.ToString())))
                merged[name] = value.DeepClone();
        }

        foreach (var (name, given) in wanted)
        {
            if (given is not null && !current.ContainsKey(name))
                merged[name] = given.DeepClone();
        }

        return merged;
    }

    private static bool Elements(JsonArray list, string key) => list.All(element => element is JsonObject map && map[key] is not null);

    // In git's order: a variable may refer to those before it, and init containers run one after the other.
    private static JsonArray Keyed(JsonArray original, JsonArray target, JsonArray live, string key, MergeField field)
    {
        var merged = new List<JsonNode?>();
        foreach (var element in live)
        {
            if (Same(target, element, key) is { } wanted)
            {
                merged.Add(
                    Merge(Same(original, element, key) ?? [], wanted, element!.AsObject(), MergeKeys.Below(field), field.KeepsNamed));
            }
            else if (Same(original, element, key) is null)
                merged.Add(element!.DeepClone());
        }

        foreach (var element in target.Where(element => Same(live, element, key) is null))
            merged.Add(element!.DeepClone());
        return [.. ElementOrder.Restore(merged, [.. target], [.. live], key)];
    }

    private static JsonObject? Same(JsonArray list, JsonNode? element, string key) =>
        list.OfType<JsonObject>().FirstOrDefault(other => JsonNode.DeepEquals(other[key], element?[key]));

    private static JsonArray Values(JsonArray original, JsonArray target, JsonArray live)
    {
        List<JsonNode?> merged =
        [
            .. live.Where(value => Has(target, value) || !Has(original, value)).Select(value => value?.DeepClone()),
            .. target.Where(value => !Has(live, value)).Select(value => value?.DeepClone()),
        ];
        return [.. ElementOrder.Restore(merged, [.. target], [.. live], key: null)];
    }

    private static bool Has(JsonArray list, JsonNode? value) => list.Any(other => JsonNode.DeepEquals(other, value));
}
