namespace BigBen.ApiServer.Resources;

/// <summary>Parts of an object that is being written.</summary>
internal static class WrittenFields
{
    /// <summary>The map of a field; made where there is none.</summary>
    public static JsonObject MapOf(this JsonObject parent, string field)
    {
        if (parent[field] is not JsonObject map)
            parent[field] = map = [];
        return map;
    }

    /// <summary>The list of a field; made where there is none.</summary>
    public static JsonArray ListOf(this JsonObject parent, string field)
    {
        if (parent[field] is not JsonArray list)
            parent[field] = list = [];
        return list;
    }
}
