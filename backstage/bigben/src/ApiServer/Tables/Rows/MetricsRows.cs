using BigBen.ApiServer.Resources;
using BigBen.Manifests.Validation.Values;

namespace BigBen.ApiServer.Tables.Rows;

/// <summary>The rows of what is used, as metrics-server makes them.</summary>
internal static class MetricsRows
{
    public static JsonArray Node(JsonElement value) => new(
        value.NameOf(), value.TextAt("usage", "cpu"), value.TextAt("usage", "memory"), value.TextAt("window"));

    public static JsonArray Pod(JsonElement value) => new(
        value.NameOf(), Sum(value, "cpu"), Sum(value, "memory"), value.TextAt("window"));

    private static string Sum(JsonElement value, string resource) => value.ItemsAt("containers")
        .Select(container => Quantity.Find(container.TextAt("usage", resource) ?? "")).OfType<Quantity>()
        .Aggregate(Quantity.Zero, (sum, used) => sum + used).ToString();
}
