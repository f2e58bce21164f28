using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Storage;
using BigBen.Controllers;
using BigBen.Controllers.Jobs;
using BigBen.Tests.ApiServer;
using BigBen.Tests.Kubelet;

namespace BigBen.Tests.Controllers.Jobs;

/// <summary>A store and the controllers of Jobs, each called after every step, with a clock and pods that a test moves by hand.</summary>
internal sealed class JobRun : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly ManualClock _clock = new();
    private readonly ObjectStorage _storage;
    private readonly JobController _jobs;
    private readonly TimeToLiveController _timeToLive;
    private readonly Revision _start;

    public JobRun()
    {
        _storage = ObjectStorage.Open(_directory["objects.db"], history: 1000);
        Store = new ObjectStore(_storage, _clock);
        Store.Create(Kinds.Namespaces, "", TestCluster.Parse($$"""{ "metadata": { "name": "{{TestCluster.Namespace}}" } }"""));
        _jobs = new JobController(Store, _clock);
        _timeToLive = new TimeToLiveController(Store, _clock);
        _start = _storage.Current;
    }

    public ObjectStore Store { get; }

    public IReadOnlyList<JsonElement> Pods => Store.List(Kinds.Pods).Items;

    public static JsonObject Template(string restartPolicy) => TestCluster.Parse(
        $$"""{ "spec": { "restartPolicy": "{{restartPolicy}}", "containers": [{ "name": "c", "image": "once:1" }] } }""");

    public static void SetReady(JsonObject status, string ready) =>
        status["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = ready });

    /// <summary>The statuses of one Job, without those that are as the one before.</summary>
    public static IReadOnlyList<string> Collapsed(IEnumerable<JsonElement> jobs)
    {
        var statuses = new List<string>();
        foreach (var form in jobs.Select(Form))
        {
            if (statuses.Count == 0 || statuses[^1] != form)
                statuses.Add(form);
        }

        return statuses;
    }

    public void Create(string name, JsonObject spec)
    {
        Store.Create(Kinds.Jobs, TestCluster.Namespace, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = spec,
        });
        Settle();
    }

    public void Change(string name, Action<JsonObject> change)
    {
        Store.Change(Kinds.Jobs, Find(name), change);
        Settle();
    }

    public JsonElement Find(string name) => Store.Find(Kinds.Jobs, TestCluster.Namespace, name)!.Value;

    /// <summary>Changes the status of the first pod that has not ended and has a part in its name.</summary>
    public void Pod(Action<JsonObject> change, string part = "")
    {
        var pod = Pods.First(found => !found.IsOver() && found.NameOf().Contains(part, StringComparison.Ordinal));
        Store.Change(Kinds.Pods, pod, value => value["spec"]!["nodeName"] = "bigben");
        Store.UpdateStatus(Kinds.Pods, pod, change);
        Settle();
    }

    /// <summary>A pod's only container has ended, and with it the pod.</summary>
    public void End(JsonObject status, string phase)
    {
        status["phase"] = phase;
        SetReady(status, "False");
        var ended = new JsonObject { ["finishedAt"] = ObjectMeta.Time(_clock.GetUtcNow()) };
        status["containerStatuses"] = new JsonArray(new JsonObject { ["state"] = new JsonObject { ["terminated"] = ended } });
    }

    /// <summary>The pods that are deleted go.</summary>
    public void Gone()
    {
        foreach (var pod in Pods.Where(pod => pod.IsTerminating()))
            FakeNode.Step(Store, NamespacedName.Of(pod));
        Settle();
    }

    public void Advance(int seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        Settle();
    }

    public TimeSpan? Reconcile(string name) =>
        _jobs.Reconcile(new NamespacedName(TestCluster.Namespace, name), CancellationToken.None);

    /// <summary>The statuses that a Job had, one after the other.</summary>
    public IReadOnlyList<string> Statuses(string name)
    {
        var seen = new List<JsonElement>();
        for (var revision = _start; revision.Version < _storage.Current.Version;)
        {
            revision = revision.Following;
            var (key, value) = (revision.Change!.After.Key, revision.Change.After.Value);
            if (key.Resource == "jobs.batch" && key.Name == name)
                seen.Add(value);
        }

        return Collapsed(seen);
    }

    /// <summary>The events about a Job, without what is drawn by lot in the names of its pods.</summary>
    public IEnumerable<string> Events(string name) => ToldEvents.Of(_storage, _start, name);

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }

    // Conditions without times, noted pods by their number.
    private static string Form(JsonElement job)
    {
        var status = job.At("status") is { } found ? JsonObject.Create(found)!.DeepClone().AsObject() : [];
        status.Remove("startTime");
        status.Remove("completionTime");
        foreach (var condition in status["conditions"]?.AsArray() ?? [])
        {
            condition!.AsObject().Remove("lastProbeTime");
            condition.AsObject().Remove("lastTransitionTime");
        }

        foreach (var (outcome, uids) in status["uncountedTerminatedPods"]?.AsObject().ToList() ?? [])
        {
            if (uids is JsonArray list)
                status["uncountedTerminatedPods"]![outcome] = list.Count;
        }

        return new JsonObject(status.OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))).ToJsonString();
    }

    private void Settle()
    {
        for (var before = -1L; before != _storage.Current.Version;)
        {
            before = _storage.Current.Version;
            foreach (var job in Store.List(Kinds.Jobs).Items)
            {
                Reconcile(job.NameOf());
                _timeToLive.Reconcile(NamespacedName.Of(job));
            }
        }
    }
}
