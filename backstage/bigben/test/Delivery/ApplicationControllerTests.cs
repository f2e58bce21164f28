using BigBen.Delivery;
using BigBen.Foundation;
using BigBen.Manifests;

namespace BigBen.Tests.Delivery;

public sealed class ApplicationControllerTests
{
    private static readonly ObjectKey ExtraKey = new("", "ConfigMap", "developer", "extra");

    [Fact]
    public async Task What_git_says_runs_and_is_told_in_Argo_CDs_words()
    {
        await using var fixture = await DeliveryFixture.StartAsync();

        await fixture.LiveAsync();

        var status = fixture.Status;
        (status.Sync, status.Health.Status).ShouldBe((SyncStatus.Synced, HealthCode.Healthy));
        (status.Application.Version, status.Urls.Single(), status.ReadyReplicas).ShouldBe(("v1", "http://dev.service-a.bigben.localhost", 1));
        status.Operation!.Phase.ShouldBe(OperationPhase.Succeeded);
        status.History.ShouldHaveSingleItem().Version.ShouldBe("v1");
        status.Services.ShouldBe([new ServiceAddress("service-a", 8011)]);
    }

    [Fact]
    public async Task What_did_not_change_is_never_rendered_twice_not_even_by_the_next_process()
    {
        await using var fixture = await DeliveryFixture.StartAsync();
        await fixture.LiveAsync();
        fixture.Renderer.Renders.ShouldBe(2);

        await fixture.CommitAsync(("README.md", "more words"));
        await fixture.LiveAsync();
        fixture.Renderer.Renders.ShouldBe(2);

        await fixture.StartAnewAsync();
        await fixture.LiveAsync();
        fixture.Renderer.Renders.ShouldBe(0);

        await fixture.CommitAsync(("app/service-a/deploy-config/developer/values.yaml", "greeting: good day"));
        await fixture.LiveAsync();
        fixture.Renderer.Renders.ShouldBe(1);
    }

    [Fact]
    public async Task What_git_no_longer_has_is_pruned()
    {
        await using var fixture = await DeliveryFixture.StartAsync();
        await fixture.LiveAsync();
        fixture.Cluster.Cluster.Find(ExtraKey).ShouldNotBeNull();

        await fixture.CommitAsync(("charts/app/templates/extra.yaml", ""));
        await fixture.LiveAsync();

        fixture.Cluster.Cluster.Find(ExtraKey).ShouldBeNull();
        fixture.Status.Operation!.Message.ShouldContain("1 pruned");
    }

    [Fact]
    public async Task An_Application_without_a_record_goes_with_everything_it_had()
    {
        await using var fixture = await DeliveryFixture.StartAsync();
        await fixture.LiveAsync();

        await fixture.CommitAsync(("backstage/cd/environments/developer.yaml", "developer: {}"));
        (await fixture.ReconcileAsync()).ShouldBeNull();

        fixture.Controller.Applications.ShouldBeEmpty();
        fixture.Cluster.Cluster.Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_changed_by_hand_is_healed()
    {
        await using var fixture = await DeliveryFixture.StartAsync();
        await fixture.LiveAsync();
        fixture.Cluster.Cluster.Delete(ExtraKey);
        fixture.Status.Sync.ShouldBe(SyncStatus.OutOfSync);

        await fixture.LiveAsync();

        fixture.Cluster.Cluster.Find(ExtraKey).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_chart_that_does_not_render_leaves_what_runs_and_is_a_condition()
    {
        await using var fixture = await DeliveryFixture.StartAsync();
        await fixture.LiveAsync();

        await fixture.CommitAsync(("charts/app/templates/extra.yaml", "{{ fail \"broken on purpose\" }}"));
        (await fixture.ReconcileAsync()).ShouldBeNull();

        fixture.Status.Sync.ShouldBe(SyncStatus.Unknown);
        fixture.Status.Conditions.ShouldHaveSingleItem().ShouldContain("broken on purpose");
        fixture.Cluster.OnlyPod().Ready.ShouldBeTrue();
    }

    [Fact]
    public async Task An_object_that_cannot_run_here_is_refused_and_what_ran_stays_as_it_was()
    {
        await using var fixture = await DeliveryFixture.StartAsync();
        await fixture.LiveAsync();
        var objects = fixture.Cluster.Cluster.Objects.Select(manifest => manifest.Hash).ToList();

        await fixture.CommitAsync(
            ("charts/app/templates/extra.yaml", "{ apiVersion: apps/v1, kind: StatefulSet, metadata: { name: zzz }, spec: {} }"),
            ("app/service-a/deploy-config/developer/values.yaml", "greeting: good day"));
        (await fixture.ReconcileAsync()).ShouldBeNull();

        fixture.Status.Operation!.Phase.ShouldBe(OperationPhase.Failed);
        fixture.Status.Conditions.ShouldHaveSingleItem().ShouldContain("StatefulSet");
        fixture.Cluster.Cluster.Objects.Select(manifest => manifest.Hash).ShouldBe(objects);
    }

    [Fact]
    public async Task The_environments_chart_that_does_not_render_is_told_and_everything_goes_on()
    {
        await using var fixture = await DeliveryFixture.StartAsync();
        await fixture.LiveAsync();

        await fixture.CommitAsync(("backstage/cd/environments/developer.yaml", "developer: { service-a: { unknown: key } }"));
        (await fixture.ReconcileAsync()).ShouldNotBeNull().ShouldContain("service-a");

        fixture.Status.Sync.ShouldBe(SyncStatus.Unknown);
        fixture.Cluster.OnlyPod().Ready.ShouldBeTrue();
    }

    [Fact]
    public async Task The_next_process_serves_what_ran_last_before_it_asks_git()
    {
        await using var fixture = await DeliveryFixture.StartAsync();
        await fixture.LiveAsync();

        await fixture.StartAnewAsync();
        fixture.Controller.Restore();

        await fixture.Cluster.CompleteAsync("service-a");
        fixture.Renderer.Renders.ShouldBe(0);
        fixture.Status.History.ShouldHaveSingleItem().Version.ShouldBe("v1");
    }

    [Theory]
    [InlineData("charts/app/templates/extra.yaml", "{{ fail \"broken on purpose\" }}", "broken on purpose")]
    [InlineData("charts/app/templates/extra.yaml", "{ apiVersion: apps/v1, kind: DaemonSet, metadata: { name: x }, spec: {} }", "DaemonSet")]
    [InlineData("charts/app/templates/extra.yaml", "a: [", "Mend")]
    [InlineData("backstage/cd/environments/developer.yaml", "developer: { service-a: { unknown: key } }", "service-a")]
    [InlineData("app/service-a/deploy-config/developer/values.yaml", "greeting: [", "values.yaml")]
    public async Task The_gate_names_what_would_not_render_or_run_and_changes_nothing(string file, string text, string named)
    {
        await using var fixture = await DeliveryFixture.StartAsync();
        await fixture.LiveAsync();
        var objects = fixture.Cluster.Cluster.Objects.Select(manifest => manifest.Hash).ToList();
        var commit = await fixture.StageAsync((file, text));

        var refusal = await Should.ThrowAsync<PlatformException>(() =>
            fixture.Controller.RenderAsync(commit, new Dictionary<string, string> { ["main"] = commit }, CancellationToken.None));

        refusal.Message.ShouldContain(named);
        fixture.Cluster.Cluster.Objects.Select(manifest => manifest.Hash).ShouldBe(objects);
        (fixture.Status.Sync, fixture.Status.Conditions.Count).ShouldBe((SyncStatus.Synced, 0));
    }

    [Fact]
    public async Task The_gate_does_not_blame_a_commit_for_what_was_broken_before()
    {
        await using var fixture = await DeliveryFixture.StartAsync();
        const string broken = "production: { service-a: { revision: v9.9.9, tag: \"v9.9.9\", digest: \"sha256:0000000000000000000000000000000000000000000000000000000000000000\" } }";
        await fixture.CommitAsync(("backstage/cd/environments/production.yaml", broken));
        (await fixture.ReconcileAsync()).ShouldBeNull();
        var commit = await fixture.StageAsync(("README.md", "words"));

        await fixture.Controller.RenderAsync(commit, new Dictionary<string, string> { ["main"] = commit }, CancellationToken.None);
    }
}
