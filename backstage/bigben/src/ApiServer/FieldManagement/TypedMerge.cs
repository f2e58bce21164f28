namespace BigBen.ApiServer.FieldManagement;

/// <summary>Merges what is applied into what is there: structured-merge-diff's <c>Merge</c>.</summary>
internal static class TypedMerge
{
    /// <summary>Makes the merged value; what is applied wins.</summary>
    /// <param name="live">What is there; null for nothing.</param>
    /// <param name="applied">What is applied.</param>
    /// <param name="type">How such values are merged.</param>
    public static JsonNode? Merge(JsonNode? live, JsonNode? applied, MergeType type)
    {
        if (type.Elements(applied) is not { } elements)
            return applied?.DeepClone();
        return applied is JsonArray
            ? MergeList(type.Elements(live) ?? [], elements, live as JsonArray ?? [], type)
            : MergeObject(live as JsonObject ?? [], elements, type);
    }

    private static JsonObject MergeObject(JsonObject live, OrderedDictionary<string, JsonNode?> applied, MergeType type)
    {
        var merged = live.DeepClone().AsObject();
        foreach (var (element, value) in applied)
        {
            var name = PathElement.FieldName(element)!;
            if (value is null)
                merged.Remove(name);
            else
                merged[name] = Merge(live[name], value, type.Below(element));
        }

        return merged;
    }

    // In the order of what is applied; an item that it does not name stays before the one that followed it.
    private static JsonArray MergeList(
        OrderedDictionary<string, JsonNode?> live, OrderedDictionary<string, JsonNode?> applied, JsonArray all, MergeType type)
    {
        var merged = new JsonArray();
        var rest = new Queue<JsonNode?>(all);
        foreach (var (element, value) in applied)
        {
            var isThere = live.ContainsKey(element);
            var isNext = false;
            while (!isNext && rest.TryPeek(out var next) && (isThere || !applied.ContainsKey(type.ElementOf(next))))
            {
                rest.Dequeue();
                isNext = type.ElementOf(next) == element;
                if (!applied.ContainsKey(type.ElementOf(next)))
                    merged.Add(next?.DeepClone());
            }

            merged.Add(Merge(live.GetValueOrDefault(element), value, type.Below(element)));
        }

        foreach (var item in rest.Where(item => !applied.ContainsKey(type.ElementOf(item))))
            merged.Add(item?.DeepClone());
        return merged;
    }
}
