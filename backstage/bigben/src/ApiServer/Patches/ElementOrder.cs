namespace BigBen.ApiServer.Patches;

/// <summary>
/// The order of a merged list: the elements that the patch names are in its order, the others in the object's, and both are interleaved
/// as the object's order would have it.
/// </summary>
internal static class ElementOrder
{
    /// <summary>Puts merged elements in order.</summary>
    /// <param name="merged">The elements.</param>
    /// <param name="patch">The patch's order, in the elements or their keys alone.</param>
    /// <param name="before">The elements as the object had them.</param>
    /// <param name="key">What tells two elements apart; null where they are not objects.</param>
    public static IEnumerable<JsonNode?> Restore(
        List<JsonNode?> merged, IReadOnlyList<JsonNode?> patch, IReadOnlyList<JsonNode?> before, string? key)
    {
        var named = new Queue<JsonNode?>(Sort(merged.Where(element => Index(patch, element, key) >= 0), patch, key));
        var others = new Queue<JsonNode?>(Sort(merged.Where(element => Index(patch, element, key) < 0), before, key));
        while (named.Count > 0 && others.Count > 0)
            yield return IsBefore(others.Peek(), named.Peek(), before, key) ? others.Dequeue() : named.Dequeue();
        foreach (var element in named.Concat(others))
            yield return element;
    }

    private static IEnumerable<JsonNode?> Sort(IEnumerable<JsonNode?> elements, IReadOnlyList<JsonNode?> order, string? key) =>
        elements.OrderBy(element => Index(order, element, key));

    // Only where the object had both.
    private static bool IsBefore(JsonNode? one, JsonNode? other, IReadOnlyList<JsonNode?> before, string? key)
    {
        var (at, otherAt) = (Index(before, one, key), Index(before, other, key));
        return at >= 0 && otherAt >= 0 && at < otherAt;
    }

    private static int Index(IReadOnlyList<JsonNode?> elements, JsonNode? element, string? key)
    {
        for (var i = 0; i < elements.Count; i++)
        {
            if (JsonNode.DeepEquals(Identity(elements[i], key), Identity(element, key)))
                return i;
        }

        return -1;
    }

    private static JsonNode? Identity(JsonNode? element, string? key) => key is not null && element is JsonObject map ? map[key] : element;
}
