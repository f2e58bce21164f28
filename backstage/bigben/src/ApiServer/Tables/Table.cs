using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Tables.Rows;
using BigBen.ApiServer.Tables.Rows.Pods;

namespace BigBen.ApiServer.Tables;

/// <summary>Objects as the rows that <c>kubectl get</c> prints, Kubernetes' <c>Table</c> of <c>meta.k8s.io/v1</c>.</summary>
internal static class Table
{
    /// <summary>Makes a table.</summary>
    /// <param name="resource">The objects' resource.</param>
    /// <param name="objects">The objects, in the form of that resource's version.</param>
    /// <param name="metadata">The list's metadata: its version and where it goes on.</param>
    /// <param name="include">How much of each object comes with its row.</param>
    /// <param name="now">What ages are counted up to.</param>
    /// <param name="headers">Whether the columns are described; a watch does so in its first event only.</param>
    public static JsonObject Of(
        ApiResource resource,
        IEnumerable<JsonElement> objects,
        JsonObject metadata,
        IncludeObject include,
        DateTimeOffset now,
        bool headers = true)
    {
        var cells = RowPrinters.Of(resource);
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = PartialObject.ApiVersion,
            ["metadata"] = metadata,
            ["columnDefinitions"] = headers ? JsonArray.Create(TableColumns.Of(resource)) : null,
            ["rows"] = new JsonArray([.. objects.Select(value => Row(resource, value, cells(value, now), include))]),
        };
    }

    private static JsonObject Row(ApiResource resource, JsonElement value, JsonArray cells, IncludeObject include)
    {
        var row = new JsonObject { ["cells"] = cells };
        if (resource.GroupResource == "pods" && PodRow.Condition(value) is { } condition)
            row["conditions"] = new JsonArray(condition);
        row["object"] = include switch
        {
            IncludeObject.None => null,
            IncludeObject.Object => JsonObject.Create(value),
            _ => PartialObject.Of(value),
        };
        return row;
    }
}
