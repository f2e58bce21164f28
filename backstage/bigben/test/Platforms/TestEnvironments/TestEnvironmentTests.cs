using BigBen.ArgoCd;
using BigBen.ArgoCd.Sources;
using BigBen.Foundation;
using BigBen.Git;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Caching;
using BigBen.Pipeline.Records;
using BigBen.Platforms.Local;
using BigBen.Platforms.TestEnvironments;
using BigBen.Tests.ApiServer;
using BigBen.Tests.Git;
using BigBen.Tests.Manifests.Helm;
using BigBen.Tests.Platforms.Local;

namespace BigBen.Tests.Platforms.TestEnvironments;

public class TestEnvironmentTests
{
    private const string Name = "test-1a2b3c";
    private const string Chart = "charts/app/templates/all.yaml";

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task It_comes_up_beside_the_others_what_does_not_is_told_and_nothing_of_either_stays()
    {
        await using var platform = await LocalClusterFixture.StartAsync();
        using var temp = new TempFolder();
        var chart = await platform.Forge.Git.ReadFileAsync(ForgeRepository.MainRef, Chart, None);
        await platform.PushAsync((Chart, $$"""
            {{chart!.Replace("env: [", "env: [{ name: VERSION_AS_JSON, value: '1' }, ", StringComparison.Ordinal)}}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: { name: data, annotations: { argocd.argoproj.io/sync-options: Delete=false } }
            spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Mi } } }
            """));
        await platform.LiveAsync();
        var commit = await platform.Forge.HeadAsync(None);
        using var api = KubernetesApi.Open(platform.State.Kubeconfig);
        await using var cache = await ClusterCache.StartAsync(api, TimeProvider.System, None, TestEnvironment.Kinds);
        var renderer = new Renderer(
            new ForgeSource(platform.Forge), await TestHelm.CliAsync(), new EnvironmentSettings("local", "bigben.localhost"),
            new RenderCache(temp["cache"], TimeProvider.System));
        var environment = new TestEnvironment(
            api, cache, platform.Cluster.Ingress.Port, platform.Forge.Git, TimeProvider.System);
        (await environment.IsLeftAsync("service-a", None)).ShouldBeFalse();
        await platform.Forge.Git.OutputAsync(None, "update-ref", TestEnvironment.BranchOf("service-a", Name), commit);

        var url = await environment.CreateAsync(Plan("v9"), renderer, RootApplication.Name, commit, _ => { }, None);

        url.ShouldBe(new Uri($"http://{Name}.service-a.bigben.localhost:{platform.Cluster.Ingress.Port}"));
        platform.List("v1", "pods", Name).Count.ShouldBe(1);
        // What a killed run leaves is found by the service alone.
        await RemoveAsync();

        // One whose revision is not there.
        (await Should.ThrowAsync<PlatformException>(
            environment.CreateAsync(Plan("v9", revision: "refs/tags/nowhere"), renderer, RootApplication.Name, commit, _ => { }, None)))
            .Message.ShouldContain("nowhere");
        await RemoveAsync();
        platform.List("v1", "pods").Count.ShouldBe(1);

        TestEnvironmentPlan Plan(string tag, string? revision = null) => new(
            Name, "service-a", "developer",
            new Dictionary<string, ServiceRecord> { ["service-a"] = new(revision ?? commit, tag, $"sha256:{new string('0', 64)}") });

        async Task RemoveAsync()
        {
            (await environment.IsLeftAsync("service-a", None)).ShouldBeTrue();
            (await environment.RemoveAsync("service-a", None)).ShouldBe([Name]);
            (await environment.IsLeftAsync("service-a", None)).ShouldBeFalse();
            platform.Store.List(TestApi.Resource("v1", "namespaces"), null).Items.Select(one => one.NameOf()).ShouldNotContain(Name);
            platform.List("v1", "pods", Name).ShouldBeEmpty();
            platform.List("v1", "persistentvolumeclaims", Name).ShouldBeEmpty();
            platform.List("argoproj.io/v1alpha1", "applications", "argocd").Select(one => one.NameOf())
                .ShouldNotContain($"{Name}-service-a");
            (await platform.Forge.Git.OutputAsync(None, "for-each-ref", "refs/heads/pipeline")).ShouldBe("");
        }
    }
}
