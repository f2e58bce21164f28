using System.Collections.Concurrent;
using System.Globalization;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;
using BigBen.Foundation;

namespace BigBen.Kubelet.Events;

/// <summary>
/// Writes events of pods as the kubelet and the scheduler do: the same thing happening again is counted on the event that there is, as
/// long as it is there.
/// </summary>
/// <param name="store">Where events are kept.</param>
/// <param name="clock">Tells when something happens.</param>
/// <param name="logger">Told of what could not be written.</param>
internal sealed class EventRecorder(IObjectStore store, TimeProvider clock, ILogger logger)
{
    private readonly ConcurrentDictionary<PodEvent, string> _names = new();

    /// <summary>Writes that something happened. An event is a courtesy: what cannot be written is logged and left out.</summary>
    public void Record(PodEvent happened)
    {
        try
        {
            if (!Count(happened))
                Create(happened);
        }
        catch (Exception e) when (e is StatusException or PlatformException)
        {
            // The namespace is being deleted, or the disk is full.
            logger.EventNotWritten(e, happened.Reason, happened.Pod);
        }
    }

    /// <summary>Forgets the events of a pod that is gone.</summary>
    public void Forget(string uid)
    {
        foreach (var known in _names.Keys.Where(known => known.Pod.Uid == uid))
            _names.TryRemove(known, out _);
    }

    private bool Count(PodEvent happened)
    {
        if (!_names.TryGetValue(happened, out var name))
            return false;
        try
        {
            store.Update(EventConversion.Events, happened.Pod.Namespace, name, value =>
            {
                value["count"] = (value["count"]?.GetValue<long>() ?? 0) + 1;
                value["lastTimestamp"] = ObjectMeta.Time(clock.GetUtcNow());
                return value;
            });
            return true;
        }
        catch (StatusException e) when (e.Reason == StatusReason.NotFound)
        {
            // Too old, or deleted by somebody: counted afresh.
            return false;
        }
    }

    private void Create(PodEvent happened)
    {
        var now = clock.GetUtcNow();
        var nanoseconds = (now - DateTimeOffset.UnixEpoch).Ticks * 100;
        var unique = nanoseconds + Random.Shared.Next(100);
        var name = $"{happened.Pod.Name}.{unique.ToString("x", CultureInfo.InvariantCulture)}";
        store.Create(EventConversion.Events, happened.Pod.Namespace, happened.ToJson(name, now));
        _names[happened] = name;
    }
}
