using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Tables.Rows;

/// <summary>The row of an event, in either of its two forms: that of the core group and that of <c>events.k8s.io</c>.</summary>
internal static class EventRow
{
    public static JsonArray Cells(JsonElement value, DateTimeOffset now)
    {
        var about = value.At("involvedObject") ?? value.At("regarding") ?? default;
        var first = value.TimeAt("firstTimestamp") ?? value.TimeAt("deprecatedFirstTimestamp") ?? value.TimeAt("eventTime");
        var last = value.TimeAt("lastTimestamp") ?? value.TimeAt("deprecatedLastTimestamp") ?? first;
        var count = value.NumberAt("series", "count") ?? value.NumberAt("count") ?? value.NumberAt("deprecatedCount") ?? 0;
        return new JsonArray(
            HumanDuration.Since(value.TimeAt("series", "lastObservedTime") ?? last, now),
            value.TextAt("type") ?? "",
            value.TextAt("reason") ?? "",
            Target(about),
            about.TextAt("fieldPath") ?? "",
            Source(value),
            (value.TextAt("message") ?? value.TextAt("note") ?? "").Trim(),
            HumanDuration.Since(first, now),
            // An event that happened once has no count in the newer form.
            count == 0 ? 1 : count,
            value.NameOf());
    }

    private static string Target(JsonElement about)
    {
        var kind = (about.TextAt("kind") ?? "").ToLowerInvariant();
        return about.TextAt("name") is { Length: > 0 } name ? $"{kind}/{name}" : kind;
    }

    private static string Source(JsonElement value)
    {
        var source = value.At("source") ?? value.At("deprecatedSource") ?? default;
        var component = source.TextAt("component").Or(value.TextAt("reportingComponent") ?? value.TextAt("reportingController") ?? "");
        var instance = source.TextAt("host").Or(value.TextAt("reportingInstance") ?? "");
        return instance.Length == 0 ? component : $"{component}, {instance}";
    }
}
