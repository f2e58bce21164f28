using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Tables.Rows;

/// <summary>The rows of Argo CD's kinds, by the <c>additionalPrinterColumns</c> of their definitions.</summary>
internal static class ArgoRows
{
    public static JsonArray Application(JsonElement value) => new(
        value.NameOf(),
        value.TextAt("status", "sync", "status"),
        value.TextAt("status", "health", "status"),
        value.TextAt("status", "sync", "revision"),
        value.TextAt("spec", "project"));

    public static JsonArray AppProject(JsonElement value, DateTimeOffset now) => new(value.NameOf(), HumanDuration.Age(value, now));
}
