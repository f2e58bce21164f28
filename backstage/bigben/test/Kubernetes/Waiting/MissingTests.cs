using System.Text.Json.Nodes;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Pods;
using BigBen.Kubernetes.Waiting;

namespace BigBen.Tests.Kubernetes.Waiting;

public sealed class MissingTests
{
    [Fact]
    public async Task An_Application_as_it_was_before_it_was_asked_is_not_believed()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        var before = ApplicationList.Find(await platform.ReadAsync(), "developer-service-a");

        var asked = await ApplicationRequests.RefreshAsync(platform.Api, [before.Name], CancellationToken.None);

        var after = ApplicationList.Services(await platform.ReadAsync());
        Missing.OfSight(before, asked)!.What.ShouldBe("developer-service-a has not been seen yet");
        after.ShouldAllBe(application => Missing.OfSight(application, asked) == null);
    }

    [Fact]
    public async Task A_status_about_what_an_Application_was_to_be_before_is_not_believed()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        const string Name = "developer-service-a";
        platform.Change(ResourceKind.Applications, "argocd", Name, body => body["status"]!["sync"]!["comparedTo"] = new JsonObject
        {
            ["source"] = body["spec"]!["source"]!.DeepClone(),
        });
        Missing.OfSync(ApplicationList.Find(await platform.ReadAsync(), Name)).ShouldBeNull();

        platform.Change(
            ResourceKind.Applications, "argocd", Name, body => body["spec"]!["source"]!["targetRevision"] = new string('a', 40));

        Missing.OfSync(ApplicationList.Find(await platform.ReadAsync(), Name))!.What.ShouldBe($"{Name} has not been compared yet");
    }

    [Fact]
    public async Task What_is_to_have_no_pods_is_waited_for_until_it_has_none()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        platform.Change(ResourceKind.Deployments, "developer", "service-a", body => body["spec"]!["replicas"] = 0);
        platform.Change(
            ResourceKind.Applications, "argocd", "developer-service-a", body => body["status"]!["health"]!["status"] = "Healthy");

        (await MissingAsync())!.What.ShouldBe("developer-service-a is to have no pods and still has 1");

        var cluster = await platform.ReadAsync();
        foreach (var pod in ServicePods.Of(cluster, ApplicationList.Find(cluster, "developer-service-a")))
            platform.Delete(ResourceKind.Pods, pod.Namespace, pod.Name);
        (await MissingAsync()).ShouldBeNull();

        async Task<Missing?> MissingAsync()
        {
            var now = await platform.ReadAsync();
            return Missing.Of(now, ApplicationList.Find(now, "developer-service-a"));
        }
    }

    [Fact]
    public async Task The_database_beside_what_is_asleep_stays_up()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        platform.Server.Create("apps/v1", "statefulsets", "developer", """
            {
              "metadata": { "name": "database" },
              "spec": {
                "replicas": 1, "serviceName": "database", "selector": { "matchLabels": { "app": "database" } },
                "template": {
                  "metadata": { "labels": { "app": "database" } }, "spec": { "containers": [{ "name": "c", "image": "a:1" }] }
                }
              }
            }
            """);
        platform.Server.Create("v1", "pods", "developer", Owned("database-0", "StatefulSet", "database", "apps/v1"));
        platform.Change(ResourceKind.Applications, "argocd", "developer-service-a", body => body["status"]!["resources"]!.AsArray().Add(
            JsonNode.Parse(
                """{ "group": "apps", "version": "v1", "kind": "StatefulSet", "namespace": "developer", "name": "database" }""")));
        (await SeenAsync()).Asleep.ShouldBeFalse();

        platform.Change(ResourceKind.Deployments, "developer", "service-a", body => body["spec"]!["replicas"] = 0);

        var (asleep, pods) = await SeenAsync();
        asleep.ShouldBeTrue();
        pods.ShouldHaveSingleItem().ShouldStartWith("service-a-");

        async Task<(bool Asleep, IReadOnlyList<string> Awake)> SeenAsync()
        {
            var now = await platform.ReadAsync();
            var application = ApplicationList.Find(now, "developer-service-a");
            return (ServicePods.IsAsleep(now, application), [.. ServicePods.AwakeOf(now, application).Select(pod => pod.Name)]);
        }
    }

    [Fact]
    public async Task What_a_CronJob_runs_keeps_nothing_from_being_live()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        const string Name = "developer-service-a";
        platform.Server.Create("batch/v1", "jobs", "developer", Owned("nightly-1", "CronJob", "nightly"));
        platform.Server.Create("v1", "pods", "developer", Owned("nightly-1-x", "Job", "nightly-1"));
        platform.SetStatus(ResourceKind.Pods, "developer", "nightly-1-x", JsonNode.Parse(
            """
            {
              "phase": "Running",
              "containerStatuses": [{ "name": "c", "state": { "waiting": { "reason": "CrashLoopBackOff" } } }]
            }
            """)!);
        platform.Change(ResourceKind.Applications, "argocd", Name, body =>
        {
            body["status"]!["health"]!["status"] = "Progressing";
            body["status"]!["resources"]!.AsArray().Add(JsonNode.Parse(
                """{ "group": "batch", "version": "v1", "kind": "CronJob", "namespace": "developer", "name": "nightly" }"""));
        });

        var cluster = await platform.ReadAsync();
        var application = ApplicationList.Find(cluster, Name);

        ServicePods.Of(cluster, application).ShouldContain(pod => pod.Name == "nightly-1-x" && pod.IsHopeless);
        Missing.Of(cluster, application)!.What.ShouldStartWith($"{Name} is Progressing");
    }

    [Theory]
    [InlineData("Degraded", true)]
    [InlineData("Suspended", true)]
    [InlineData("Missing", false)]
    [InlineData("Progressing", false)]
    public async Task What_only_runs_a_CronJob_is_live_whatever_its_last_run_came_to(string health, bool isLive)
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        const string Name = "developer-service-a";
        platform.Change(ResourceKind.Applications, "argocd", Name, body =>
        {
            body["status"]!["health"]!["status"] = health;
            body["status"]!["resources"] = JsonNode.Parse(
                """[{ "group": "batch", "version": "v1", "kind": "CronJob", "namespace": "developer", "name": "nightly" }]""");
        });

        (Missing.OfHealth(ApplicationList.Find(await platform.ReadAsync(), Name)) is null).ShouldBe(isLive);
    }

    [Theory]
    [InlineData("Degraded")]
    [InlineData("Suspended")]
    public async Task Who_runs_a_Deployment_besides_has_to_be_healthy(string health)
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        const string Name = "developer-service-a";
        platform.Change(ResourceKind.Applications, "argocd", Name, body =>
        {
            body["status"]!["health"]!["status"] = health;
            body["status"]!["resources"]!.AsArray().Add(JsonNode.Parse(
                """{ "group": "batch", "version": "v1", "kind": "CronJob", "namespace": "developer", "name": "nightly" }"""));
        });

        Missing.OfHealth(ApplicationList.Find(await platform.ReadAsync(), Name))!.What.ShouldStartWith($"{Name} is {health}");
    }

    private static string Owned(string name, string kind, string owner, string version = "batch/v1") => $$"""
        {
          "metadata": {
            "name": "{{name}}",
            "ownerReferences": [{ "apiVersion": "{{version}}", "kind": "{{kind}}", "name": "{{owner}}", "uid": "1", "controller": true }]
          },
          "spec": { "containers": [{ "name": "c", "image": "a:1" }] }
        }
        """;
}
