using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Tables.Rows;

/// <summary>The rows of what is used, as metrics-server makes them.</summary>
internal static class MetricsRows
{
    public static JsonArray Node(JsonElement value) => new(
        value.NameOf(), value.TextAt("usage", "cpu"), value.TextAt("usage", "memory"), value.TextAt("window"));

    public static JsonArray Pod(JsonElement value) => new(
        value.NameOf(), Sum(value, "cpu"), Sum(value, "memory"), value.TextAt("window"));

    private static string Sum(JsonElement value, string resource) =>
        Quantity.Sum(value.ItemsAt("containers").Select(container => container.TextAt("usage", resource) ?? "0"));
}
