namespace BigBen.Manifests.Validation.Schema;

/// <summary>What Go's decoder makes of a <c>null</c> in a map or a list of texts: an empty text.</summary>
internal static class NullEntries
{
    /// <summary>Puts the empty texts in, in place.</summary>
    /// <param name="value">A value that could be decoded.</param>
    /// <param name="type">Its type.</param>
    public static void Settle(JsonNode? value, FieldType type)
    {
        switch (value)
        {
            case JsonObject map when type.Entry is { } entry:
                foreach (var (key, item) in map.ToList())
                {
                    if (item is null && IsText(entry))
                        map[key] = "";
                    else
                        Settle(item, entry);
                }

                break;
            case JsonArray list when type.Element is { } element:
                for (var index = 0; index < list.Count; index++)
                {
                    if (list[index] is null && IsText(element))
                        list[index] = "";
                    else
                        Settle(list[index], element);
                }

                break;
            case JsonObject map when TypeCatalog.Fields(type) is { } fields:
                foreach (var (name, item) in map)
                {
                    if (fields.TryGetValue(name, out var field))
                        Settle(item, field);
                }

                break;
        }
    }

    private static bool IsText(FieldType type) => type.Name is "string" or "bytes";
}
