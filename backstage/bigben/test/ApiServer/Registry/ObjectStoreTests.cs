using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Storage;
using BigBen.Tests.Kubelet;

namespace BigBen.Tests.ApiServer.Registry;

public sealed class ObjectStoreTests : IDisposable
{
    private static readonly ApiResource Pods = TestApi.Resource("v1", "pods");
    private static readonly ApiResource ConfigMaps = TestApi.Resource("v1", "configmaps");
    private static readonly ApiResource Deployments = TestApi.Resource("apps/v1", "deployments");
    private static readonly ApiResource Namespaces = TestApi.Resource("v1", "namespaces");
    private static readonly ApiResource Applications = TestApi.Resource("argoproj.io/v1alpha1", "applications");

    private readonly TestDirectory _directory = new();
    private readonly ManualClock _clock = new();
    private readonly ObjectStorage _storage;
    private readonly ObjectStore _store;

    public ObjectStoreTests()
    {
        _storage = ObjectStorage.Open(_directory["objects.db"], history: 100);
        _store = new ObjectStore(_storage, _clock);
        _store.Create(Namespaces, "", Parse("""{ "metadata": { "name": "developer" } }"""));
    }

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_new_object_gets_what_only_the_server_knows_and_loses_its_status()
    {
        var made = Create(Deployments, """
            {
              "metadata": { "name": "a", "uid": "mine", "deletionTimestamp": "x" },
              "spec": { "replicas": 1 }, "status": { "replicas": 9 }, "new": 1
            }
            """);

        made.TextAt("metadata", "uid").ShouldNotBe("mine");
        made.TextAt("metadata", "creationTimestamp").ShouldBe("2026-01-01T00:00:00Z");
        made.TextAt("metadata", "namespace").ShouldBe("developer");
        made.TextAt("apiVersion").ShouldBe("apps/v1");
        made.NumberAt("metadata", "generation").ShouldBe(1);
        made.At("metadata", "deletionTimestamp").ShouldBeNull();
        made.At("status").ShouldBeNull();
        made.NumberAt("new").ShouldBe(1);
    }

    [Fact]
    public void Only_a_change_of_what_is_wanted_is_a_new_generation_and_status_is_written_on_its_own()
    {
        Create(Deployments, """{ "metadata": { "name": "a" }, "spec": { "replicas": 1 } }""");

        var labelled = Update(Deployments, "a", value => value["metadata"]!["labels"] = new JsonObject { ["x"] = "y" });
        var reported = Update(
            Deployments, "a", value => (value["spec"]!["replicas"], value["status"]) = (5, new JsonObject { ["replicas"] = 1 }), "status");
        var scaled = Update(Deployments, "a", value => (value["spec"]!["replicas"], value["status"]) = (2, new JsonObject()));

        labelled.NumberAt("metadata", "generation").ShouldBe(1);
        reported.NumberAt("metadata", "generation").ShouldBe(1);
        reported.NumberAt("spec", "replicas").ShouldBe(1);
        reported.NumberAt("status", "replicas").ShouldBe(1);
        scaled.NumberAt("metadata", "generation").ShouldBe(2);
        scaled.NumberAt("status", "replicas").ShouldBe(1);
    }

    [Fact]
    public void An_Application_has_its_status_within_and_counts_every_change()
    {
        Create(Applications, """{ "metadata": { "name": "a" }, "spec": {} }""");

        var written = Update(Applications, "a", value => value["status"] = new JsonObject { ["sync"] = "Synced" });

        written.TextAt("status", "sync").ShouldBe("Synced");
        written.NumberAt("metadata", "generation").ShouldBe(2);
    }

    [Fact]
    public void The_same_object_again_is_no_write()
    {
        var made = Create(ConfigMaps, """{ "metadata": { "name": "a" }, "data": { "x": "1" } }""");

        Update(ConfigMaps, "a", value => value["data"] = new JsonObject { ["x"] = "1" }).TextAt("metadata", "resourceVersion")
            .ShouldBe(made.TextAt("metadata", "resourceVersion"));
    }

    [Fact]
    public void What_somebody_else_has_changed_meanwhile_is_a_conflict()
    {
        var made = Create(ConfigMaps, """{ "metadata": { "name": "a" } }""");
        Update(ConfigMaps, "a", value => value["data"] = new JsonObject());

        Should.Throw<StatusException>(() => _store.Update(ConfigMaps, "developer", "a", _ => JsonObject.Create(made)!))
            .Reason.ShouldBe("Conflict");
    }

    [Fact]
    public void A_running_pod_gets_its_grace_and_can_only_get_less()
    {
        Create(Pods, """{ "metadata": { "name": "a" }, "spec": { "nodeName": "n", "terminationGracePeriodSeconds": 20 } }""");

        var first = Delete(Pods, "a");
        var longer = Delete(Pods, "a", new DeleteOptions(GracePeriodSeconds: 60));
        var shorter = Delete(Pods, "a", new DeleteOptions(GracePeriodSeconds: 5));
        var now = Delete(Pods, "a", new DeleteOptions(GracePeriodSeconds: 0));

        first.Gone.ShouldBeFalse();
        first.Value.TextAt("metadata", "deletionTimestamp").ShouldBe("2026-01-01T00:00:20Z");
        first.Value.NumberAt("metadata", "generation").ShouldBe(2);
        longer.Value.TextAt("metadata", "resourceVersion").ShouldBe(first.Value.TextAt("metadata", "resourceVersion"));
        shorter.Value.TextAt("metadata", "deletionTimestamp").ShouldBe("2026-01-01T00:00:05Z");
        now.Gone.ShouldBeTrue();
        _store.Find(Pods, "developer", "a").ShouldBeNull();
    }

    [Fact]
    public void A_pod_that_no_node_runs_goes_at_once()
    {
        Create(Pods, """{ "metadata": { "name": "a" }, "spec": {} }""");

        Delete(Pods, "a").Gone.ShouldBeTrue();
    }

    [Fact]
    public void A_finalizer_holds_an_object_until_it_is_taken_away()
    {
        Create(ConfigMaps, """{ "metadata": { "name": "a", "finalizers": ["x/y"] } }""");

        Delete(ConfigMaps, "a").Gone.ShouldBeFalse();
        _store.Find(ConfigMaps, "developer", "a")!.Value.TextAt("metadata", "deletionTimestamp").ShouldNotBeNull();
        Update(ConfigMaps, "a", value => value["metadata"]!.AsObject().Remove("finalizers"));

        _store.Find(ConfigMaps, "developer", "a").ShouldBeNull();
    }

    [Theory]
    [InlineData("Foreground", "foregroundDeletion")]
    [InlineData("Orphan", "orphan")]
    public void Propagation_that_others_must_act_upon_is_a_finalizer(string policy, string finalizer)
    {
        Create(Deployments, """{ "metadata": { "name": "a" }, "spec": {} }""");

        var deleted = Delete(Deployments, "a", new DeleteOptions(PropagationPolicy: policy)).Value;

        deleted.ItemsAt("metadata", "finalizers").Single().GetString().ShouldBe(finalizer);
    }

    [Fact]
    public void A_namespace_waits_for_whoever_empties_it_and_takes_nothing_new()
    {
        Delete(Namespaces, "developer", ns: "").Value.TextAt("status", "phase").ShouldBe("Terminating");
        Should.Throw<StatusException>(() => Create(ConfigMaps, """{ "metadata": { "name": "late" } }""")).Reason.ShouldBe("Forbidden");
        _store.Update(
            Namespaces,
            "",
            "developer",
            value => With(value, () => value["spec"]!["finalizers"] = new JsonArray()),
            new WriteOptions(Subresource: "finalize"));

        _store.Find(Namespaces, "", "developer").ShouldBeNull();
    }

    [Fact]
    public void A_dry_run_answers_and_writes_nothing()
    {
        var version = _store.Current.Version;

        _store.Create(ConfigMaps, "developer", Parse("""{ "metadata": { "generateName": "a-" } }"""), new WriteOptions(DryRun: true))
            .NameOf().ShouldMatch("^a-[a-z0-9]{5}$");

        _store.Current.Version.ShouldBe(version);
    }

    [Fact]
    public async Task A_watch_within_the_process_tells_the_changes_of_its_kind_and_namespace()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var start = _store.Current.Version;
        Create(ConfigMaps, """{ "metadata": { "name": "a" } }""");
        Create(Pods, """{ "metadata": { "name": "a" } }""");
        Update(ConfigMaps, "a", value => value["data"] = new JsonObject());
        Delete(ConfigMaps, "a");

        var seen = new List<string>();
        await foreach (var change in _store.WatchAsync(ConfigMaps, "developer", start, deadline.Token))
        {
            seen.Add(change.Type);
            if (seen.Count == 3)
                break;
        }

        seen.ShouldBe(["ADDED", "MODIFIED", "DELETED"]);
    }

    [Fact]
    public void A_Service_gets_an_address_and_keeps_it()
    {
        var services = TestApi.Resource("v1", "services");
        var made = Create(services, """{ "metadata": { "name": "a" }, "spec": {} }""");
        var headless = Create(services, """{ "metadata": { "name": "b" }, "spec": { "clusterIP": "None" } }""");
        var again = Update(services, "a", value => value["spec"] = new JsonObject { ["type"] = "ClusterIP" });
        var emptied = Update(services, "a", value => value["spec"]!["clusterIP"] = "");

        made.TextAt("spec", "clusterIP")!.ShouldStartWith("10.96.");
        made.ItemsAt("spec", "clusterIPs").Single().GetString().ShouldBe(made.TextAt("spec", "clusterIP"));
        made.At("status", "loadBalancer").ShouldNotBeNull();
        headless.TextAt("spec", "clusterIP").ShouldBe("None");
        again.TextAt("spec", "clusterIP").ShouldBe(made.TextAt("spec", "clusterIP"));
        emptied.TextAt("spec", "clusterIP").ShouldBe(made.TextAt("spec", "clusterIP"));
    }

    [Theory]
    [InlineData("apps/v1", "deployments", "replicas", "1")]
    [InlineData("apps/v1", "replicasets", "replicas", "1")]
    [InlineData("apps/v1", "statefulsets", "replicas", "1")]
    [InlineData("v1", "services", "type", "ClusterIP")]
    public void What_clients_rely_on_is_there_by_default_and_again_when_it_is_taken_away(
        string version, string plural, string field, string expected)
    {
        var resource = TestApi.Resource(version, plural);
        var made = Create(resource, """{ "metadata": { "name": "a" }, "spec": {} }""");
        var again = Update(resource, "a", value => value["spec"]!.AsObject().Remove(field));

        made.At("spec", field).ToString().ShouldBe(expected);
        again.At("spec", field).ToString().ShouldBe(expected);
        again.NumberAt("metadata", "generation").ShouldBe(made.NumberAt("metadata", "generation"));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static JsonObject With(JsonObject value, Action change)
    {
        change();
        return value;
    }

    private JsonElement Create(ApiResource resource, string json) => _store.Create(resource, "developer", Parse(json));

    private JsonElement Update(ApiResource resource, string name, Action<JsonObject> change, string part = "") =>
        _store.Update(resource, "developer", name, value => With(value, () => change(value)), new WriteOptions(Subresource: part));

    private Deletion Delete(ApiResource resource, string name, DeleteOptions? options = null, string ns = "developer") =>
        _store.Delete(resource, ns, name, options);
}
