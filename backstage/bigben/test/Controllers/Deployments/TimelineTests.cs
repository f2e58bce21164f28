using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Storage;
using BigBen.Controllers.Deployments;
using BigBen.Controllers.ReplicaSets;
using BigBen.Tests.ApiServer;
using BigBen.Tests.Kubelet;

namespace BigBen.Tests.Controllers.Deployments;

/// <summary>
/// The statuses that a Deployment and its ReplicaSets go through, against those of a real cluster: every one of its steps is one of ours,
/// in the same order. Ours are taken step by step, so there are some that a real cluster's controllers, which run at once, write over.
/// </summary>
public sealed class TimelineTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly ManualClock _clock = new();
    private readonly ObjectStorage _storage;
    private readonly ObjectStore _store;
    private readonly DeploymentController _deployments;
    private readonly ReplicaSetController _sets;

    public TimelineTests()
    {
        _storage = ObjectStorage.Open(_directory["objects.db"], history: 1000);
        _store = new ObjectStore(_storage, _clock);
        _store.Create(Kinds.Namespaces, "", TestCluster.Parse($$"""{ "metadata": { "name": "{{TestCluster.Namespace}}" } }"""));
        _deployments = new DeploymentController(_store, _clock);
        _sets = new ReplicaSetController(_store, _clock);
    }

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_scale_a_push_and_a_push_that_crashes_go_through_the_steps_of_a_real_cluster()
    {
        _store.Create(Kinds.Deployments, TestCluster.Namespace, TestCluster.Parse(TestCluster.Deployment("service-a", 1)));
        Settle();
        var start = _store.Current;

        Change(spec => spec["replicas"] = 3);
        Controllers();
        foreach (var pod in _store.List(Kinds.Pods).Items)
            FakeNode.Step(_store, NamespacedName.Of(pod));
        Change(spec => spec["replicas"] = 1);
        Settle();
        Change(spec => spec["replicas"] = 2);
        Settle();
        SetImage("web:2");
        Settle();
        SetImage("sick:3");
        Settle();

        var ours = Seen(start);
        var golden = Golden.Lines("watch/rollouts.jsonl").ToList();
        foreach (var watch in new[] { "deployments", "replicasets" })
            Golden.Missing(Of(ours, watch), Of(golden, watch)).ShouldBeEmpty();
    }

    [Fact]
    public void The_same_template_in_other_words_is_no_rollout_and_an_old_one_is_taken_again()
    {
        _store.Create(Kinds.Deployments, TestCluster.Namespace, TestCluster.Parse(TestCluster.Deployment("service-a", 1)));
        Settle();
        var first = _store.List(Kinds.ReplicaSets).Items.Single().NameOf();

        Change(InWordsOfATypedClient);
        Settle();
        _store.List(Kinds.ReplicaSets).Items.Select(set => set.NameOf()).ShouldBe([first]);
        SetImage("web:2");
        Settle();
        SetImage("web:1");
        Settle();

        var sets = _store.List(Kinds.ReplicaSets).Items;
        sets.Count.ShouldBe(2);
        sets.Single(set => set.NumberAt("spec", "replicas") == 1).NameOf().ShouldBe(first);

        static void InWordsOfATypedClient(JsonObject spec)
        {
            spec["strategy"] = new JsonObject();
            spec["template"]!["metadata"]!["creationTimestamp"] = null;
            spec["template"]!["spec"]!["containers"]![0]!["resources"] = new JsonObject();
        }
    }

    // The ReplicaSets are told apart by the order in which they appear.
    private static List<string> Of(IEnumerable<JsonElement> lines, string watch)
    {
        var (steps, names) = (new List<string>(), new List<string>());
        foreach (var line in lines.Where(line => line.TextAt("watch") == watch))
        {
            var name = line.TextAt("name")!;
            if (!names.Contains(name))
                names.Add(name);
            var counts = line.FieldsAt("status").Where(field => field.Value.ValueKind == JsonValueKind.Number)
                .OrderBy(field => field.Name, StringComparer.Ordinal)
                .Select(field => $"{field.Name} {field.Value.GetInt64().ToString(CultureInfo.InvariantCulture)}");
            var conditions = line.ItemsAt("status", "conditions")
                .Select(found => $"{found.TextAt("type")} {found.TextAt("status")} {found.TextAt("reason")}")
                .Order(StringComparer.Ordinal);
            var step = $"{names.IndexOf(name)} of {line.NumberAt("spec", "replicas")}: {string.Join(", ", counts.Concat(conditions))}";
            if (steps.Count == 0 || steps[^1] != step)
                steps.Add(step);
        }

        return steps;
    }

    private List<JsonElement> Seen(Revision start)
    {
        var seen = new List<JsonElement>();
        for (var revision = start; revision.Version < _store.Current.Version;)
        {
            revision = revision.Following;
            var (key, value) = (revision.Change!.After.Key, revision.Change.After.Value);
            if (key.Resource is not ("deployments.apps" or "replicasets.apps"))
                continue;
            var status = (value.At("status") is { } found ? JsonNode.Parse(found.GetRawText()) : null) as JsonObject ?? [];
            status.Remove("observedGeneration");
            seen.Add(JsonSerializer.SerializeToElement<JsonNode>(new JsonObject
            {
                ["watch"] = key.Resource.Split('.')[0],
                ["name"] = key.Name,
                ["spec"] = new JsonObject { ["replicas"] = value.NumberAt("spec", "replicas") },
                ["status"] = status,
            }));
        }

        return seen;
    }

    private void SetImage(string image) => Change(spec => spec["template"]!["spec"]!["containers"]![0]!["image"] = image);

    private void Change(Action<JsonObject> change) => _store.Update(Kinds.Deployments, TestCluster.Namespace, "service-a", value =>
    {
        change(value["spec"]!.AsObject());
        return value;
    });

    // Each in turn until there is nothing to do, and then the node, one pod at a time. What is to end takes longer than all the rest.
    private void Settle()
    {
        Settle(holding: true);
        Settle(holding: false);
    }

    private void Settle(bool holding)
    {
        var before = -1L;
        while (before != _store.Current.Version)
        {
            before = _store.Current.Version;
            Controllers();
            foreach (var pod in _store.List(Kinds.Pods).Items)
            {
                FakeNode.Step(_store, NamespacedName.Of(pod), holding);
                Controllers();
            }
        }
    }

    private void Controllers()
    {
        var before = -1L;
        while (before != _store.Current.Version)
        {
            before = _store.Current.Version;
            _deployments.Reconcile(new NamespacedName(TestCluster.Namespace, "service-a"));
            foreach (var set in _store.List(Kinds.ReplicaSets).Items)
            {
                _sets.Reconcile(NamespacedName.Of(set), CancellationToken.None);
                _deployments.Reconcile(new NamespacedName(TestCluster.Namespace, "service-a"));
            }
        }
    }
}
