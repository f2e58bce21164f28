namespace BigBen.ApiServer.FieldManagement;

/// <summary>Takes away what a manager applied before and names no longer, unless another one owns it.</summary>
internal static class Pruning
{
    /// <summary>Takes it away, in place.</summary>
    /// <param name="value">The merged object.</param>
    /// <param name="type">How it is merged.</param>
    /// <param name="last">What the manager applied before.</param>
    /// <param name="owned">What is owned now, by whomever.</param>
    public static void Prune(JsonNode? value, MergeType type, FieldSet last, FieldSet owned)
    {
        if (type.Elements(value) is not { } elements)
            return;
        foreach (var (element, below) in elements)
        {
            if (last.Below(element) is not { } before)
                continue;
            var now = owned.Below(element);
            var isGone = IsOwned(before, element, type) && (now is null || !IsOwned(now, element, type));
            if (!isGone && IsFilled(below))
            {
                Prune(below, type.Below(element), before, now ?? new FieldSet());
                isGone = !IsFilled(below);
            }

            if (isGone)
                Remove(value!, element, below);
        }
    }

    // Who owns a field within a named field owns that one as well; a label or an item is owned by itself alone.
    private static bool IsOwned(FieldSet fields, string element, MergeType type) =>
        fields.IsMember || (fields.HasBelow && !type.OwnsElements && PathElement.FieldName(element) is not null);

    private static bool IsFilled(JsonNode? value) => value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 };

    private static void Remove(JsonNode holder, string element, JsonNode? value)
    {
        if (holder is JsonArray list)
            list.Remove(value);
        else
            holder.AsObject().Remove(PathElement.FieldName(element)!);
    }
}
