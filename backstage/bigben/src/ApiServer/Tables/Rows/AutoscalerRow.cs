using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Tables.Rows;

/// <summary>The row of a HorizontalPodAutoscaler.</summary>
internal static class AutoscalerRow
{
    private const int Most = 2;

    public static JsonArray Cells(JsonElement value, DateTimeOffset now)
    {
        var target = value.At("spec", "scaleTargetRef") ?? default;
        return new JsonArray(
            value.NameOf(),
            $"{target.TextAt("kind")}/{target.TextAt("name")}",
            Targets(value),
            value.NumberAt("spec", "minReplicas")?.ToString() ?? CellText.Unset,
            value.NumberAt("spec", "maxReplicas") ?? 0,
            value.NumberAt("status", "currentReplicas") ?? 0,
            HumanDuration.Age(value, now));
    }

    private static string Targets(JsonElement value)
    {
        var current = value.ItemsAt("status", "currentMetrics").ToList();
        var targets = value.ItemsAt("spec", "metrics").Select((metric, i) => Target(metric, current.ElementAtOrDefault(i))).ToList();
        return CellText.Some(targets, Most, targets.Count, ", ").Or(CellText.None);
    }

    private static string Target(JsonElement metric, JsonElement current) => metric.TextAt("type") switch
    {
        "Resource" => Resource(metric, current, "resource"),
        "ContainerResource" => Resource(metric, current, "containerResource"),
        "Pods" => $"{Value(current, "pods", "averageValue")}/{metric.TextAt("pods", "target", "averageValue")}",
        "Object" => Whole(metric, current, "object"),
        "External" => Whole(metric, current, "external"),
        _ => "<unknown type>",
    };

    private static string Resource(JsonElement metric, JsonElement current, string source)
    {
        var name = metric.TextAt(source, "name");
        if (metric.TextAt(source, "target", "averageValue") is { } value)
            return $"{name}: {Value(current, source, "averageValue")}/{value}";
        var now = current.NumberAt(source, "current", "averageUtilization") is { } used ? $"{used}%" : CellText.Unknown;
        var wanted = metric.NumberAt(source, "target", "averageUtilization") is { } share ? $"{share}%" : "<auto>";
        return $"{name}: {now}/{wanted}";
    }

    private static string Whole(JsonElement metric, JsonElement current, string source) =>
        metric.TextAt(source, "target", "averageValue") is { } average
            ? $"{Value(current, source, "averageValue")}/{average} (avg)"
            : $"{Value(current, source, "value")}/{metric.TextAt(source, "target", "value")}";

    private static string Value(JsonElement current, string source, string field) =>
        current.TextAt(source, "current", field) ?? CellText.Unknown;
}
