using BigBen.ApiServer.Resources;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Differences;

/// <summary>An Application's <c>ignoreDifferences</c>: the fields that others may set without the Application being out of sync.</summary>
/// <param name="entries">Its entries.</param>
internal sealed class IgnoredDifferences(IReadOnlyList<IgnoredFields> entries)
{
    public static IgnoredDifferences None { get; } = new([]);

    /// <summary>Reads those of an Application.</summary>
    /// <exception cref="PlatformException">They ask for what only Argo CD itself can do.</exception>
    public static IgnoredDifferences Read(JsonElement spec) =>
        new([.. spec.ItemsAt("ignoreDifferences").Select(IgnoredFields.Read)]);

    /// <summary>Whether fields of an object are meant.</summary>
    public bool AreOf(ObjectKey key) => entries.Any(entry => entry.IsOf(key));

    /// <summary>A copy of an object without the fields, and without what holds nothing then.</summary>
    public JsonObject Without(ObjectKey key, JsonObject value)
    {
        var rest = value.DeepClone().AsObject();
        foreach (var entry in entries.Where(entry => entry.IsOf(key)))
        {
            // From the end, so that the places of a list stay what they are.
            foreach (var field in entry.In(rest).Reverse().ToList().Where(field => field.TryGet(rest, out _)))
                field.Remove(rest);
        }

        RemoveEmpty(rest);
        return rest;
    }

    /// <summary>What is applied where others' fields are respected: git's object with those fields as they are.</summary>
    public JsonObject Respect(ObjectKey key, JsonObject target, JsonObject live)
    {
        var respectful = target.DeepClone().AsObject();
        foreach (var entry in entries.Where(entry => entry.IsOf(key)))
        {
            foreach (var field in entry.In(target).Reverse().Where(field => !field.TryGet(live, out _)))
                field.Remove(respectful);
            foreach (var field in entry.In(target).Concat(entry.In(live)))
            {
                if (!field.TryGet(live, out var value))
                    continue;
                if (field.TryGet(respectful, out _))
                    field.Replace(respectful, value?.DeepClone());
                else if (field.Parent is { } parent && parent.TryGet(respectful, out var place) && place is JsonObject)
                    field.Add(respectful, value?.DeepClone());
            }
        }

        return respectful;
    }

    private static bool RemoveEmpty(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var name in map.Where(field => RemoveEmpty(field.Value)).Select(field => field.Key).ToList())
                    map.Remove(name);
                return map.Count == 0;
            case JsonArray list:
                foreach (var element in list.Where(element => RemoveEmpty(element)).ToList())
                    list.Remove(element);
                return list.Count == 0;
            default:
                return false;
        }
    }
}
