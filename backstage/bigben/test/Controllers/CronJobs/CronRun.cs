using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Storage;
using BigBen.Controllers;
using BigBen.Controllers.CronJobs;
using BigBen.Tests.ApiServer;
using BigBen.Tests.Kubelet;

namespace BigBen.Tests.Controllers.CronJobs;

/// <summary>
/// One CronJob in a store, with a clock that a test moves: it begins at 01:47 of the day on which a real one was recorded.
/// </summary>
internal sealed class CronRun : IDisposable
{
    private const string Day = "2026-11-26";

    private readonly TestDirectory _directory = new();
    private readonly ManualClock _clock = new();
    private readonly ObjectStorage _storage;
    private readonly CronJobController _controller;
    private readonly Revision _start;
    private readonly List<string> _statuses = [];

    public CronRun()
    {
        Move("01:47:00");
        _storage = ObjectStorage.Open(_directory["objects.db"], history: 1000);
        Store = new ObjectStore(_storage, _clock);
        Store.Create(Kinds.Namespaces, "", TestCluster.Parse($$"""{ "metadata": { "name": "{{TestCluster.Namespace}}" } }"""));
        _start = _storage.Current;
        _controller = new CronJobController(Store, _clock);
    }

    public ObjectStore Store { get; }

    public JsonElement CronJob => Store.List(Kinds.CronJobs).Items.Single();

    public IReadOnlyList<JsonElement> Jobs => Store.List(Kinds.Jobs).Items;

    /// <summary>The statuses that it had, with the Jobs that run by their names.</summary>
    public IReadOnlyList<string> Statuses => _statuses;

    /// <summary>How long until it is due again.</summary>
    public TimeSpan? Wait { get; private set; }

    public IEnumerable<string> Events => ToldEvents.Of(_storage, _start, CronJob.NameOf());

    public void Create(string name, string spec)
    {
        Store.Create(Kinds.CronJobs, TestCluster.Namespace, TestCluster.Parse($$"""
            {
              "metadata": { "name": "{{name}}" },
              "spec": {
                {{spec}},
                "jobTemplate": { "spec": { "template": { "spec": { "containers": [{ "name": "c", "image": "a:1" }] } } } }
              }
            }
            """));
        Reconcile();
    }

    public void Change(Action<JsonObject> change)
    {
        Store.Change(Kinds.CronJobs, CronJob, value => change(value["spec"]!.AsObject()));
        Reconcile();
    }

    /// <summary>It is that late.</summary>
    public void MoveTo(string time)
    {
        Move(time);
        Reconcile();
    }

    /// <summary>A Job has ended, that late.</summary>
    public void Finish(string job, string time, string condition = "Complete")
    {
        Move(time);
        Store.UpdateStatus(Kinds.Jobs, Jobs.Single(found => found.NameOf() == job), status =>
        {
            var now = _clock.GetUtcNow();
            status["startTime"] = ObjectMeta.Time(now);
            Conditions.Set(status, condition, "True", "", "", now);
            if (condition == "Complete")
                status["completionTime"] = ObjectMeta.Time(now);
        });
        Reconcile();
    }

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }

    private void Move(string time) => _clock.Advance(
        DateTimeOffset.Parse($"{Day}T{time}Z", CultureInfo.InvariantCulture) - _clock.GetUtcNow());

    private void Reconcile()
    {
        Note();
        Wait = _controller.Reconcile(NamespacedName.Of(CronJob));
        Note();
    }

    private void Note()
    {
        var status = JsonObject.Create(CronJob.At("status")!.Value)!.DeepClone().AsObject();
        if (status["active"] is JsonArray active)
            status["active"] = new JsonArray([.. active.Select(job => (JsonNode)(string)job!["name"]!)]);
        var ordered = new JsonObject(status.OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))).ToJsonString();
        if (_statuses.LastOrDefault() != ordered)
            _statuses.Add(ordered);
    }
}
