using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Health;

namespace BigBen.Tests.Controllers.Policies;

public class PoliciesTests
{
    [Fact]
    public async Task An_autoscaler_keeps_its_Deployment_within_its_bounds()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 1));
        cluster.Create(Kinds.Autoscalers, """
            {
              "metadata": { "name": "a" },
              "spec": {
                "minReplicas": 3, "maxReplicas": 5, "metrics": [{ "type": "Resource" }],
                "scaleTargetRef": { "apiVersion": "apps/v1", "kind": "Deployment", "name": "a" }
              }
            }
            """);
        await cluster.CompleteAsync("a", 3);
        cluster.SetReplicas("a", 9);
        await cluster.CompleteAsync("a", 5);
        cluster.SetReplicas("a", 4);
        await cluster.CompleteAsync("a", 4);

        await cluster.UntilAsync(() => cluster.Get(Kinds.Autoscalers, "a").NumberAt("status", "currentReplicas") == 4);
        cluster.Get(Kinds.Autoscalers, "a").HasCondition("ScalingLimited", "False").ShouldBeTrue();
        await cluster.UntilAsync(() => NotEnforced(cluster.Get(Kinds.Autoscalers, "a")) is not null);
        NotEnforced(cluster.Get(Kinds.Autoscalers, "a"))!.ShouldContain("spec.metrics: nothing measures load here");
        // What runs as its bounds demand is healthy, though nothing measures load: a push waits for it.
        await cluster.UntilAsync(() => Health(cluster) == HealthCode.Healthy);
        cluster.SetReplicas("a", 9);
        await cluster.CompleteAsync("a", 5);
        await cluster.UntilAsync(() => Reason(cluster, "AbleToScale") == "ReadyForNewScale" && Health(cluster) == HealthCode.Healthy);
        cluster.Get(Kinds.Autoscalers, "a").HasCondition("ScalingActive", "False").ShouldBeTrue();
    }

    [Fact]
    public async Task A_budget_tells_how_many_pods_may_go()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 2));
        cluster.Create(Kinds.DisruptionBudgets, """
            { "metadata": { "name": "a" }, "spec": { "maxUnavailable": 1, "selector": { "matchLabels": { "app": "a" } } } }
            """);
        await cluster.UntilAsync(() => cluster.Get(Kinds.DisruptionBudgets, "a").NumberAt("status", "disruptionsAllowed") == 1);

        var status = cluster.Get(Kinds.DisruptionBudgets, "a").At("status")!.Value;
        (status.NumberAt("expectedPods"), status.NumberAt("currentHealthy"), status.NumberAt("desiredHealthy")).ShouldBe((2, 2, 1));
        FakeNode.SetReady(cluster.Store, cluster.Pods[0].NameOf(), ready: false);
        await cluster.UntilAsync(() => cluster.Get(Kinds.DisruptionBudgets, "a").HasCondition("DisruptionAllowed", "False"));
    }

    [Fact]
    public async Task A_pod_whose_eviction_was_granted_counts_as_gone_until_that_is_seen_or_past()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 2));
        cluster.Create(Kinds.DisruptionBudgets, """
            { "metadata": { "name": "a" }, "spec": { "maxUnavailable": 1, "selector": { "matchLabels": { "app": "a" } } } }
            """);
        await cluster.UntilAsync(() => Allowed() == 1);

        Grant(cluster.Pods[0].NameOf(), TimeSpan.Zero);
        await cluster.UntilAsync(() => Allowed() == 0);
        Grant(cluster.Pods[0].NameOf(), TimeSpan.FromMinutes(3));
        await cluster.UntilAsync(() => Allowed() == 1);
        Grant("gone", TimeSpan.Zero);
        await cluster.UntilAsync(() => Allowed() == 1 && !Status().FieldsAt("disruptedPods").Any());

        JsonElement Status() => cluster.Get(Kinds.DisruptionBudgets, "a").At("status") ?? default;

        long? Allowed() => Status().NumberAt("disruptionsAllowed");

        void Grant(string pod, TimeSpan ago) => cluster.Store.UpdateStatus(
            Kinds.DisruptionBudgets,
            cluster.Get(Kinds.DisruptionBudgets, "a"),
            status => status["disruptedPods"] = new JsonObject { [pod] = ObjectMeta.Time(TimeProvider.System.GetUtcNow() - ago) });
    }

    [Fact]
    public async Task What_is_not_enforced_is_told_on_the_object_and_taken_back()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 1));
        cluster.Update(Kinds.Deployments, "a", value => value["spec"]!["template"]!["spec"]!["hostNetwork"] = true);
        await cluster.UntilAsync(() => NotEnforced(cluster.Get(Kinds.Deployments, "a")) is not null);
        NotEnforced(cluster.Get(Kinds.Deployments, "a"))
            .ShouldBe("spec.template.spec.hostNetwork: a pod is an ordinary process of the user who runs the platform");

        cluster.Update(Kinds.Deployments, "a", value => value["spec"]!["template"]!["spec"]!.AsObject().Remove("hostNetwork"));
        await cluster.UntilAsync(() => NotEnforced(cluster.Get(Kinds.Deployments, "a")) is null);
    }

    private static HealthCode? Health(TestCluster cluster) => HealthCheck.Of(
        new BigBen.Manifests.ObjectKey("autoscaling", "HorizontalPodAutoscaler", TestCluster.Namespace, "a"),
        cluster.Get(Kinds.Autoscalers, "a"))?.Status;

    private static string? Reason(TestCluster cluster, string type) => cluster.Get(Kinds.Autoscalers, "a").ItemsAt("status", "conditions")
        .FirstOrDefault(condition => condition.TextAt("type") == type).TextAt("reason");

    private static string? NotEnforced(JsonElement value) => value.ItemsAt("status", "conditions")
        .FirstOrDefault(condition => condition.TextAt("type") == "bigben.localhost/NotEnforced").TextAt("message");
}
