using System.Globalization;
using System.Text.Json;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Pods;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.Kubernetes.Applications;

public sealed class ApplicationTests
{
    [Fact]
    public void A_real_Application_is_read()
    {
        var application = Read("developer-service-b");

        application.Name.ShouldBe("developer-service-b");
        application.Environment.ShouldBe("developer");
        application.Service.ShouldBe("service-b");
        application.IsService.ShouldBeTrue();
        application.Source.TargetRevision.ShouldBe("main");
        application.Source.Digest.ShouldStartWith("sha256:");
        application.Source.Host.ShouldBe("dev.service-b.bigben.localhost");
        application.Sync.ShouldBe(SyncStatus.Synced);
        application.Health.Status.ShouldBe(HealthCode.Healthy);
        application.Operation!.Phase.ShouldBe("Succeeded");
        application.Operation.Revision.Length.ShouldBe(40);
        application.History[^1].Source.Tag.ShouldBe(application.Source.Tag);
        application.DeployedAt.ShouldBe(DateTimeOffset.Parse("2026-11-26T01:31:01Z", CultureInfo.InvariantCulture));
        application.Images.ShouldHaveSingleItem().ShouldEndWith(application.Source.Digest);
        application.Resources.Single(resource => resource.Reference.Kind == "Deployment").Health!.Status.ShouldBe(HealthCode.Healthy);
    }

    [Fact]
    public void The_root_is_no_service() => Read("big-ben").IsService.ShouldBeFalse();

    [Theory]
    [InlineData(
        "x-path",
        "Failed to load target state: failed to generate manifest for source 1 of 1: "
        + "rpc error: code = Unknown desc = charts/nope: app path does not exist")]
    [InlineData("x-cluster", "there are no clusters with this name: nope")]
    [InlineData(
        "lab-fails",
        "Failed last sync attempt to [506f063b8c5ad9dd1c96a7339d7f8200eadd00cf]: "
        + "one or more synchronization tasks completed unsuccessfully (retried 1 times).")]
    public void What_stands_in_the_way_is_told(string name, string error) => Read(name).Errors.ShouldBe([error]);

    [Fact]
    public void What_drifted_is_named()
    {
        Read("developer-service-b").Drift.ShouldBe("");
        Of("""
            { "kind": "Deployment", "name": "a", "status": "OutOfSync" }, { "kind": "Service", "name": "a", "status": "Synced" },
            { "kind": "Ingress", "name": "a", "status": "OutOfSync", "health": { "status": "Missing" } },
            { "kind": "ConfigMap", "name": "old", "status": "OutOfSync", "requiresPruning": true }
            """).Drift.ShouldBe("Not what git says: Deployment a, Ingress a (missing), ConfigMap old (not in git).");
        var many = Enumerable.Range(0, 7).Select(number => $$"""{ "kind": "Secret", "name": "{{number}}", "status": "OutOfSync" }""");
        Of(string.Join(',', many)).Drift.ShouldEndWith("Secret 3, Secret 4 and 2 more.");

        static Application Of(string resources) => new(JsonDocument.Parse($$"""
            { "metadata": { "name": "x" }, "status": { "resources": [{{resources}}] } }
            """).RootElement);
    }

    [Fact]
    public async Task Ready_pods_are_counted_over_its_workloads()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        var cluster = await platform.ReadAsync();

        ServicePods.ReplicasOf(cluster, ApplicationList.Find(cluster, "developer-service-a")).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_refresh_and_a_restart_write_what_their_tools_write()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        var application = ApplicationList.Find(await platform.ReadAsync(), "developer-service-a");

        await ApplicationRequests.RefreshAsync(platform.Api, [application.Name], CancellationToken.None);
        await ApplicationRequests.RestartAsync(platform.Api, application, DateTimeOffset.UnixEpoch, CancellationToken.None);

        var cluster = await platform.ReadAsync();
        ApplicationList.Find(cluster, application.Name).IsRefreshing.ShouldBeTrue();
        cluster.Of(ResourceKind.Deployments).Single(deployment => deployment.NameOf() == "service-a")
            .TextAt("spec", "template", "metadata", "annotations", "kubectl.kubernetes.io/restartedAt").ShouldBe("1970-01-01T00:00:00Z");
    }

    private static Application Read(string name) => new(Golden.Read($"applications/{name}.json"));
}
