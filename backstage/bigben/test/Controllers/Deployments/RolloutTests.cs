using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Health;
using BigBen.Controllers;

namespace BigBen.Tests.Controllers.Deployments;

public class RolloutTests
{
    private const string Revision = "deployment.kubernetes.io/revision";

    [Fact]
    public async Task Pods_are_named_by_deployment_template_and_chance()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 2));
        await cluster.CompleteAsync("a", 2);

        var set = cluster.ReplicaSets.ShouldHaveSingleItem();
        var hash = set.TextAt("metadata", "labels", "pod-template-hash")!;
        set.NameOf().ShouldBe($"a-{hash}");
        hash.ShouldMatch("^[bcdfghjklmnpqrstvwxz2456789]{1,10}$");
        set.TextAt("spec", "selector", "matchLabels", "pod-template-hash").ShouldBe(hash);
        set.TextAt("metadata", "annotations", "deployment.kubernetes.io/desired-replicas").ShouldBe("2");
        set.TextAt("metadata", "annotations", "deployment.kubernetes.io/max-replicas").ShouldBe("3");
        cluster.Pods.Select(pod => pod.NameOf()).Distinct().Count().ShouldBe(2);
        cluster.Pods.ShouldAllBe(pod => pod.NameOf().StartsWith($"a-{hash}-"));
        cluster.Pods.Select(pod => pod.TextAt("metadata", "labels", "pod-template-hash")).ShouldBe([hash, hash]);
        cluster.Get(Kinds.Deployments, "a").TextAt("metadata", "annotations", Revision).ShouldBe("1");
    }

    [Theory]
    [InlineData(4, "1", "0", 5, 4)]
    [InlineData(4, "0", "2", 4, 2)]
    [InlineData(4, "\"50%\"", "\"50%\"", 6, 2)]
    [InlineData(3, "\"25%\"", "\"25%\"", 4, 3)]
    public async Task A_rolling_update_stays_within_its_bounds(int replicas, string surge, string unavailable, int most, int least)
    {
        await using var cluster = TestCluster.Start();
        var strategy = $$""" "strategy": { "rollingUpdate": { "maxSurge": {{surge}}, "maxUnavailable": {{unavailable}} } },""";
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", replicas, spec: strategy));
        await cluster.CompleteAsync("a", replicas);
        var (seenMost, seenLeast) = (0, replicas);

        cluster.SetImage("a", "web:2");
        await cluster.UntilAsync(() =>
        {
            seenMost = Math.Max(seenMost, cluster.ReplicaSets.Sum(set => (int)set.NumberAt("spec", "replicas")!));
            seenLeast = Math.Min(seenLeast, cluster.ActivePods.Count(pod => pod.IsReady()));
            return IsComplete(cluster, replicas);
        });

        cluster.ActivePods.ShouldAllBe(pod => ImageOf(pod) == "web:2");
        seenMost.ShouldBeLessThanOrEqualTo(most);
        seenLeast.ShouldBeGreaterThanOrEqualTo(least);
    }

    [Fact]
    public async Task A_drain_is_not_waited_for()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 3));
        await cluster.CompleteAsync("a", 3);
        cluster.Node.IsHolding = true;

        cluster.SetImage("a", "web:2");
        await cluster.CompleteAsync("a", 3);

        cluster.Pods.Count(pod => pod.IsTerminating()).ShouldBe(3);
        await cluster.UntilAsync(() => cluster.Get(Kinds.Deployments, "a").NumberAt("status", "terminatingReplicas") == 3);
    }

    [Fact]
    public async Task Recreate_waits_until_the_old_pods_are_gone()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 2, spec: """ "strategy": { "type": "Recreate" },"""));
        await cluster.CompleteAsync("a", 2);
        cluster.Node.IsHolding = true;

        cluster.SetImage("a", "web:2");
        await cluster.UntilAsync(() => cluster.Get(Kinds.Deployments, "a").NumberAt("status", "terminatingReplicas") == 2);
        cluster.ReplicaSets.Count.ShouldBe(1);
        cluster.Node.Release();
        await cluster.CompleteAsync("a", 2);

        cluster.Pods.ShouldAllBe(pod => ImageOf(pod) == "web:2");
    }

    [Fact]
    public async Task A_version_that_never_gets_ready_is_told_and_the_old_one_goes_on()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 2, spec: """ "progressDeadlineSeconds": 1,"""));
        await cluster.CompleteAsync("a", 2);
        var old = Names(cluster);

        cluster.SetImage("a", "sick:2");
        // The deadline may be over before there is a pod at all.
        await cluster.UntilAsync(() => IsLate(cluster, updated: 1));

        var status = cluster.Get(Kinds.Deployments, "a");
        status.HasCondition("Progressing", "False").ShouldBeTrue();
        status.HasCondition("Available").ShouldBeTrue();
        status.NumberAt("status", "updatedReplicas").ShouldBe(1);
        status.NumberAt("status", "availableReplicas").ShouldBe(2);
        Names(cluster, pod => pod.IsReady()).ShouldBe(old);

        // A third version gets past the one that is stuck.
        cluster.SetImage("a", "web:3");
        await cluster.CompleteAsync("a", 2);
        cluster.ActivePods.ShouldAllBe(pod => ImageOf(pod) == "web:3");
        Reason(cluster, "Progressing").ShouldBe("NewReplicaSetAvailable");
    }

    [Fact]
    public async Task A_deadline_that_passed_while_an_image_was_built_is_forgotten_once_that_is_there()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 2, "sick:1", """ "progressDeadlineSeconds": 1,"""));
        // The node must be done with the pods: it says that they are not ready.
        await cluster.UntilAsync(() => IsLate(cluster, updated: 2)
            && cluster.ActivePods.Count(pod => pod.TextAt("status", "phase") == "Running") == 2);
        WorkloadHealth.OfDeployment(cluster.Get(Kinds.Deployments, "a")).Status.ShouldBe(HealthCode.Degraded);

        foreach (var pod in cluster.ActivePods)
            FakeNode.SetReady(cluster.Store, pod.NameOf(), ready: true);
        await cluster.CompleteAsync("a", 2);

        await cluster.UntilAsync(() => Reason(cluster, "Progressing") == "NewReplicaSetAvailable");
        WorkloadHealth.OfDeployment(cluster.Get(Kinds.Deployments, "a")).Status.ShouldBe(HealthCode.Healthy);
    }

    [Fact]
    public async Task Going_back_keeps_the_old_pods_and_gives_their_set_the_next_revision()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 2));
        await cluster.CompleteAsync("a", 2);
        var old = Names(cluster);

        cluster.SetImage("a", "sick:2");
        await cluster.UntilAsync(() => cluster.Pods.Any(pod => ImageOf(pod) == "sick:2" && pod.TextAt("status", "phase") == "Running"));
        cluster.SetImage("a", "web:1");
        await cluster.CompleteAsync("a", 2);

        Names(cluster).ShouldBe(old);
        var set = cluster.ReplicaSets.Single(found => found.NumberAt("spec", "replicas") == 2);
        set.TextAt("metadata", "annotations", Revision).ShouldBe("3");
        set.TextAt("metadata", "annotations", "deployment.kubernetes.io/revision-history").ShouldBe("1");
        cluster.Get(Kinds.Deployments, "a").TextAt("metadata", "annotations", Revision).ShouldBe("3");
    }

    [Fact]
    public async Task Only_as_many_old_sets_are_kept_as_the_history_is_to_have()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 1, spec: """ "revisionHistoryLimit": 1,"""));
        await cluster.CompleteAsync("a", 1);
        foreach (var image in new[] { "web:2", "web:3" })
        {
            cluster.SetImage("a", image);
            await cluster.CompleteAsync("a", 1);
        }

        await cluster.UntilAsync(() => cluster.ReplicaSets.Count == 2);
        cluster.ReplicaSets.Select(set => set.TextAt("metadata", "annotations", Revision)).Order().ShouldBe(["2", "3"]);
    }

    [Fact]
    public async Task A_pod_is_available_after_minReadySeconds()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 1, spec: """ "minReadySeconds": 500,"""));
        await cluster.UntilAsync(() => cluster.Get(Kinds.Deployments, "a").NumberAt("status", "readyReplicas") == 1);
        cluster.Get(Kinds.Deployments, "a").At("status", "availableReplicas").ShouldBeNull();

        cluster.Update(Kinds.Deployments, "a", value => value["spec"]!["minReadySeconds"] = 2);
        await cluster.CompleteAsync("a", 1);
        var since = cluster.ActivePods.Single().ReadySince()!.Value;
        (TimeProvider.System.GetUtcNow() - since).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Replicas_go_up_and_down_without_replacing_pods()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 1));
        await cluster.CompleteAsync("a", 1);
        var first = cluster.ActivePods.Single().NameOf();

        cluster.SetReplicas("a", 3);
        await cluster.CompleteAsync("a", 3);
        Names(cluster).ShouldContain(first);
        cluster.SetReplicas("a", 0);
        await cluster.CompleteAsync("a", 0);
        await cluster.UntilAsync(() => cluster.Pods.Count == 0);
    }

    [Fact]
    public async Task A_paused_rollout_makes_nothing_new_until_it_is_resumed()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 1));
        await cluster.CompleteAsync("a", 1);

        cluster.Update(Kinds.Deployments, "a", value => value["spec"]!["paused"] = true);
        await cluster.UntilAsync(() => Reason(cluster, "Progressing") == "DeploymentPaused");
        cluster.SetImage("a", "web:2");
        await cluster.UntilAsync(() => IsObserved(cluster));
        cluster.ReplicaSets.Count.ShouldBe(1);
        cluster.Update(Kinds.Deployments, "a", value => value["spec"]!["paused"] = false);
        await cluster.CompleteAsync("a", 1);

        ImageOf(cluster.ActivePods.Single()).ShouldBe("web:2");
    }

    [Fact]
    public async Task Zero_values_that_a_client_writes_or_leaves_out_roll_nothing_out()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 1));
        await cluster.CompleteAsync("a", 1);

        cluster.Update(Kinds.Deployments, "a", value =>
        {
            value["spec"]!["paused"] = false;
            var pod = value["spec"]!["template"]!["spec"]!;
            (pod["hostname"], pod["serviceAccountName"], pod["nodeSelector"]) = ("", "", new JsonObject());
            pod["containers"]![0]!["ports"]![0]!["hostPort"] = 0;
        });
        cluster.SetReplicas("a", 2);
        await cluster.CompleteAsync("a", 2);

        cluster.Get(Kinds.Deployments, "a").NumberAt("metadata", "generation").ShouldBe(2);
        cluster.ReplicaSets.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_restart_by_annotation_replaces_every_pod()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 2));
        await cluster.CompleteAsync("a", 2);
        var old = Names(cluster);

        cluster.Update(Kinds.Deployments, "a", value => value["spec"]!["template"]!["metadata"]!["annotations"] =
            new JsonObject { ["kubectl.kubernetes.io/restartedAt"] = "2026-01-01T00:00:00Z" });
        await cluster.CompleteAsync("a", 2);

        Names(cluster).Intersect(old).ShouldBeEmpty();
    }

    private static bool IsLate(TestCluster cluster, int updated) => Reason(cluster, "Progressing") == "ProgressDeadlineExceeded"
        && cluster.Get(Kinds.Deployments, "a").NumberAt("status", "updatedReplicas") == updated;

    private static bool IsObserved(TestCluster cluster) =>
        cluster.Get(Kinds.Deployments, "a") is var value
        && value.NumberAt("status", "observedGeneration") == value.NumberAt("metadata", "generation");

    private static bool IsComplete(TestCluster cluster, int replicas) =>
        IsObserved(cluster)
        && cluster.Get(Kinds.Deployments, "a") is var value
        && value.NumberAt("status", "updatedReplicas") == replicas
        && value.NumberAt("status", "replicas") == replicas
        && value.NumberAt("status", "availableReplicas") == replicas;

    private static string? Reason(TestCluster cluster, string type) => cluster.Get(Kinds.Deployments, "a").ItemsAt("status", "conditions")
        .FirstOrDefault(condition => condition.TextAt("type") == type).TextAt("reason");

    private static string? ImageOf(JsonElement pod) => pod.ItemsAt("spec", "containers").First().TextAt("image");

    private static List<string> Names(TestCluster cluster, Func<JsonElement, bool>? which = null) =>
        [.. cluster.ActivePods.Where(which ?? (_ => true)).Select(pod => pod.NameOf()).Order()];
}
