using BigBen.Kubernetes.Caching;

namespace BigBen.Kubernetes.Questions;

/// <summary>Something that happened to an object, as <c>kubectl get events</c> tells it.</summary>
/// <param name="Time">When it happened last, UTC; null where nobody wrote it down.</param>
/// <param name="Type"><c>Normal</c> or <c>Warning</c>.</param>
/// <param name="Reason">Kubernetes' word, such as <c>Scheduled</c>, <c>Unhealthy</c>.</param>
/// <param name="Object">What it happened to; its group is left out, as events often do.</param>
/// <param name="Message">The event in words.</param>
/// <param name="Count">How often.</param>
internal sealed record ObjectEvent(DateTimeOffset? Time, string Type, string Reason, ObjectReference Object, string Message, int Count)
{
    /// <summary>The events of some objects, the newest first.</summary>
    public static IReadOnlyList<ObjectEvent> Of(ClusterObjects cluster, IEnumerable<ObjectReference> objects)
    {
        var names = objects.Select(reference => reference with { Group = "" }).ToHashSet();
        return [.. cluster.Of(ResourceKind.Events).Select(Read).Where(item => names.Contains(item.Object))
            .OrderByDescending(item => item.Time)];
    }

    /// <summary>Reads an <c>Event</c>.</summary>
    public static ObjectEvent Read(JsonElement body)
    {
        var involved = body.At("involvedObject") ?? default;
        return new ObjectEvent(
            body.TimeAt("series", "lastObservedTime")
                ?? body.TimeAt("lastTimestamp")
                ?? body.TimeAt("eventTime")
                ?? body.TimeAt("metadata", "creationTimestamp"),
            body.TextAt("type"),
            body.TextAt("reason"),
            new ObjectReference("", involved.TextAt("kind"), involved.TextAt("namespace"), involved.TextAt("name")),
            body.TextAt("message"),
            body.NumberAt("series", "count") ?? body.NumberAt("count") ?? 1);
    }
}
