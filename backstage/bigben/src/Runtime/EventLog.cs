using BigBen.Manifests;

namespace BigBen.Runtime;

/// <summary>The last events, each kind of event counted once.</summary>
internal sealed class EventLog(TimeProvider clock)
{
    private const int Most = 500;
    private readonly LinkedList<ClusterEvent> events = new();
    private readonly Dictionary<(ObjectKey, string, string), LinkedListNode<ClusterEvent>> known = [];

    public IReadOnlyList<ClusterEvent> Snapshot() => [.. events];

    public void Add(ObjectKey about, string reason, string message, bool isWarning)
    {
        var now = clock.GetUtcNow();
        var added = new ClusterEvent(now, now, isWarning, reason, about, message, 1);
        if (known.Remove((about, reason, message), out var old))
        {
            added = added with { FirstTime = old.Value.FirstTime, Count = old.Value.Count + 1 };
            events.Remove(old);
        }

        known[(about, reason, message)] = events.AddLast(added);
        if (events.Count > Most)
        {
            var first = events.First!.Value;
            known.Remove((first.Regarding, first.Reason, first.Message));
            events.RemoveFirst();
        }
    }
}
