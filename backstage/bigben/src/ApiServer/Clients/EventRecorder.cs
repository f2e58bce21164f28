using System.Collections.Concurrent;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Clients;

/// <summary>Tells what a component did, as Events; the same again is counted on the event that there is.</summary>
/// <param name="store">Where they are kept.</param>
/// <param name="clock">The time.</param>
/// <param name="component">Its name, such as <c>deployment-controller</c>.</param>
/// <param name="host">The node that the component belongs to; empty where it is the cluster's.</param>
internal sealed class EventRecorder(IObjectStore store, TimeProvider clock, string component, string host = "")
{
    // Far above what is told within the life of an event.
    private const int Remembered = 10_000;

    private readonly ConcurrentDictionary<string, string> _names = new();
    private int _count = Random.Shared.Next(100);

    /// <summary>Tells something of an object that is as it should be.</summary>
    public void Normal(ApiResource resource, JsonElement about, string reason, string message) =>
        Record(ReferenceTo(resource, about), isWarning: false, reason, message);

    /// <summary>Tells something of an object that somebody should look at.</summary>
    public void Warning(ApiResource resource, JsonElement about, string reason, string message) =>
        Record(ReferenceTo(resource, about), isWarning: true, reason, message);

    /// <summary>Tells something.</summary>
    /// <param name="about">An ObjectReference to the object, or to a part of it, that it happened to.</param>
    /// <param name="isWarning">Whether something is wrong.</param>
    /// <param name="reason">One word, such as <c>Unhealthy</c>.</param>
    /// <param name="message">What happened, in words.</param>
    public void Record(JsonObject about, bool isWarning, string reason, string message)
    {
        var ns = $"{about["namespace"]}";
        var type = isWarning ? "Warning" : "Normal";
        var identity = $"{about["uid"]}\n{about["fieldPath"]}\n{type}\n{reason}\n{message}";
        var now = clock.GetUtcNow();
        if (_names.TryGetValue(identity, out var known) && IsToldAgain(ns, known, ObjectMeta.Time(now)))
            return;
        try
        {
            var name = Name($"{about["name"]}", now);
            store.Create(Kinds.Events, ns, New(about, name, type, reason, message, ObjectMeta.Time(now)));
            Remember(identity, name);
        }
        catch (StatusException e) when (e.Reason is StatusReason.Forbidden or StatusReason.NotFound)
        {
            // The namespace is going or gone, and its events with it.
        }
    }

    // An event that is gone, since it was long ago, is told anew.
    private bool IsToldAgain(string ns, string name, string now)
    {
        try
        {
            store.Update(Kinds.Events, ns, name, value => Again(value, now));
            return true;
        }
        catch (StatusException e) when (e.Reason == StatusReason.NotFound)
        {
            return false;
        }
    }

    // As client-go names them: sorted by name they stand in the order in which they first happened.
    private string Name(string about, DateTimeOffset now)
    {
        var nanoseconds = (now - DateTimeOffset.UnixEpoch).Ticks * 100 + (Interlocked.Increment(ref _count) % 100);
        return $"{about}.{nanoseconds.ToString("x", CultureInfo.InvariantCulture)}";
    }

    private void Remember(string identity, string name)
    {
        if (_names.Count >= Remembered)
            _names.Clear();
        _names[identity] = name;
    }

    private static JsonObject ReferenceTo(ApiResource resource, JsonElement about) => new()
    {
        ["kind"] = resource.Kind,
        ["namespace"] = about.Text("namespace"),
        ["name"] = about.NameOf(),
        ["uid"] = about.Text("uid"),
        ["apiVersion"] = resource.ApiVersion,
        ["resourceVersion"] = about.Text("resourceVersion"),
    };

    private static JsonObject Again(JsonObject value, string now)
    {
        value["count"] = (value["count"]?.GetValue<long>() ?? 0) + 1;
        value["lastTimestamp"] = now;
        return value;
    }

    private JsonObject New(JsonObject about, string name, string type, string reason, string message, string now)
    {
        var source = new JsonObject { ["component"] = component };
        if (host.Length > 0)
            source["host"] = host;
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["involvedObject"] = about,
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = source,
            ["firstTimestamp"] = now,
            ["lastTimestamp"] = now,
            ["count"] = 1,
            ["type"] = type,
            ["eventTime"] = null,
            ["reportingComponent"] = component,
            ["reportingInstance"] = host,
        };
    }
}
