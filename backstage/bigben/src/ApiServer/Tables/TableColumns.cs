using System.Collections.Frozen;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Tables;

/// <summary>The definitions of kubectl's columns, as Kubernetes sends them with a table; kept as data beside the program.</summary>
internal static class TableColumns
{
    private const string Default = "default";

    private static readonly FrozenDictionary<string, JsonElement> ByResource = Load();

    /// <summary>Whether a resource has columns of its own.</summary>
    public static bool Has(ApiResource resource) => ByResource.ContainsKey(resource.GroupResource);

    /// <summary>The column definitions of a resource: its own, or those that fit every object.</summary>
    public static JsonElement Of(ApiResource resource) =>
        ByResource.GetValueOrDefault(Has(resource) ? resource.GroupResource : Default);

    private static FrozenDictionary<string, JsonElement> Load()
    {
        const string prefix = "tables/";
        var assembly = typeof(TableColumns).Assembly;
        var columns = new Dictionary<string, JsonElement>();
        foreach (var file in assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(file)!;
            using var document = JsonDocument.Parse(stream);
            foreach (var entry in document.RootElement.EnumerateObject())
                columns.Add(entry.Name, entry.Value.Clone());
        }

        return columns.ToFrozenDictionary();
    }
}
