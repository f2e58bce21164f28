namespace BigBen.ApiServer.Resources;

/// <summary>How deeply JSON is nested.</summary>
internal static class Nesting
{
    /// <summary>
    /// How many maps and lists an object may have one in the other. .NET reads and writes 64: what is left is for the managed fields, which
    /// repeat the object below its metadata, and for the lists, tables and events that it is answered in.
    /// </summary>
    public const int Deepest = 50;

    /// <summary>How many maps and lists are one in the other; 0 for a value.</summary>
    public static int DepthOf(JsonNode? value) => value switch
    {
        JsonObject map => 1 + map.Select(field => DepthOf(field.Value)).DefaultIfEmpty().Max(),
        JsonArray list => 1 + list.Select(DepthOf).DefaultIfEmpty().Max(),
        _ => 0,
    };
}
