using System.Text.Json.Nodes;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd;
using BigBen.Foundation;
using BigBen.Tests.ApiServer;
using BigBen.Tests.Kubelet;

namespace BigBen.Tests.ArgoCd;

public sealed class ApplicationControllerTests
{
    [Fact]
    public async Task What_git_says_is_applied_and_told_as_Argo_CD_tells_it()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();

        var status = fixture.App.At("status")!.Value;
        status.ItemsAt("resources")
            .Select(resource => $"{resource.TextAt("kind")} {resource.TextAt("status")} {resource.TextAt("health", "status")}")
            .ShouldBe(["ConfigMap Synced ", "Service Synced Healthy", "Deployment Synced Healthy", "Ingress Synced Healthy"]);
        status.TextAt("operationState", "phase").ShouldBe("Succeeded");
        status.TextAt("operationState", "message").ShouldBe("successfully synced (all tasks run)");
        status.ItemsAt("operationState", "syncResult", "resources").Select(result => result.TextAt("message")).ShouldBe(
        [
            "namespace/developer created", "configmap/extra created", "service/service-a created", "deployment.apps/service-a created",
            "ingress.networking.k8s.io/service-a created",
        ]);
        status.ItemsAt("history").ShouldHaveSingleItem().TextAt("revision").ShouldBe(status.TextAt("sync", "revision"));
        status.ItemsAt("summary", "externalURLs").ShouldHaveSingleItem().ToString().ShouldBe("http://dev.service-a.bigben.localhost/");
        (status.TextAt("sourceType"), status.TextAt("controllerNamespace")).ShouldBe(("Helm", "argocd"));
        fixture.App.At("operation").ShouldBeNull();
        fixture.Find("apps/v1", "deployments", "developer", "service-a")!.Value
            .TextAt("metadata", "annotations", "argocd.argoproj.io/tracking-id")
            .ShouldBe("developer-service-a:apps/Deployment:developer/service-a");
        fixture.Find("v1", "namespaces", "", "developer")!.Value
            .TextAt("metadata", "labels", "pod-security.kubernetes.io/enforce").ShouldBe("restricted");
        (await fixture.UntilAsync(ArgoCdFixture.IsLive, RootApplication.Name)).ItemsAt("status", "resources").Count().ShouldBe(3);
    }

    [Fact]
    public async Task What_did_not_change_is_never_rendered_twice_not_even_by_the_next_process()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();
        fixture.Renderer.Renders.ShouldBe(2);

        await fixture.PushAsync(("README.md", "more words"));
        fixture.Renderer.Renders.ShouldBe(2);

        await fixture.StartAnewAsync();
        await fixture.RefreshAsync();
        fixture.Renderer.Renders.ShouldBe(0);

        await fixture.PushAsync((ArgoCdFixture.Values, "greeting: good day"));
        fixture.Renderer.Renders.ShouldBe(1);
        fixture.App.ItemsAt("status", "history").Count().ShouldBe(2);
        fixture.Controller.Totals.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_its_objects_own_is_not_told_as_its_own_though_their_annotation_was_copied_to_it()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();
        var deployment = fixture.Find("apps/v1", "deployments", "developer", "service-a")!.Value;
        foreach (var (name, owners) in new[]
        {
            ("owned", new JsonArray(OwnerReference.ToController(Kinds.Deployments, deployment).ToJson())), ("free", []),
        })
        {
            fixture.Store.Create(TestApi.Resource("v1", "configmaps"), "developer", new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["name"] = name,
                    ["ownerReferences"] = owners,
                    ["annotations"] = new JsonObject
                    {
                        ["argocd.argoproj.io/tracking-id"] = "developer-service-a:apps/Deployment:developer/service-a",
                    },
                },
            });
        }

        var app = await fixture.UntilAsync(
            app => app.ItemsAt("status", "resources").Any(resource => resource.TextAt("name") == "free"), ArgoCdFixture.Application);

        app.ItemsAt("status", "resources").Select(resource => resource.TextAt("name")).ShouldNotContain("owned");
    }

    [Fact]
    public async Task What_git_no_longer_has_is_pruned()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();

        await fixture.PushAsync((ArgoCdFixture.Extra, ""));

        fixture.App.ItemsAt("status", "operationState", "syncResult", "resources")
            .Single(result => result.TextAt("name") == "extra").TextAt("message").ShouldBe("pruned");
        await fixture.UntilAsync("v1", "configmaps", "developer", "extra", found => found is null);
        await fixture.UntilAsync(ArgoCdFixture.IsLive);
    }

    [Fact]
    public async Task An_Application_without_a_record_goes_with_everything_it_had()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();

        await fixture.PushAsync((ArgoCdFixture.Records, "developer: {}"));

        await fixture.UntilAsync("argoproj.io/v1alpha1", "applications", "argocd", ArgoCdFixture.Application, found => found is null);
        fixture.Find("apps/v1", "deployments", "developer", "service-a").ShouldBeNull();
        fixture.Find("v1", "configmaps", "developer", "extra").ShouldBeNull();
    }

    [Fact]
    public async Task What_is_removed_goes_while_something_else_is_broken()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();
        var pushed = fixture.PushAsync(
            (ArgoCdFixture.Extra, """
                {{- if eq .Release.Name "service-a" }}
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: { name: data }
                spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
                {{- end }}
                """),
            ("app/service-b/deploy-config/developer/values.yaml", "greeting: hello"),
            (ArgoCdFixture.Records, ArgoCdFixture.Record("v1") + "\n" + ArgoCdFixture.Record("v1").Split('\n')[1].Replace("-a:", "-b:")));
        await fixture.UntilAsync("v1", "persistentvolumeclaims", "developer", "data", claim => claim is not null);
        fixture.Edit("v1", "persistentvolumeclaims", "developer", "data", claim => claim["status"]!["phase"] = "Lost", "status");
        await pushed;
        await fixture.UntilAsync(ArgoCdFixture.IsLive, "developer-service-b");
        await fixture.UntilAsync(app => app.TextAt("status", "health", "status") == "Degraded");

        await fixture.PushAsync((ArgoCdFixture.Records, ArgoCdFixture.Record("v1")));

        await fixture.UntilAsync("argoproj.io/v1alpha1", "applications", "argocd", "developer-service-b", app => app is null);
        fixture.Find("apps/v1", "deployments", "developer", "service-b").ShouldBeNull();
        fixture.App.TextAt("status", "health", "status").ShouldBe("Degraded");
    }

    [Fact]
    public async Task A_chart_that_does_not_render_leaves_what_runs_and_is_a_condition()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();

        await fixture.PushAsync((ArgoCdFixture.Extra, "{{ fail \"broken on purpose\" }}"));

        var condition = fixture.App.ItemsAt("status", "conditions").ShouldHaveSingleItem();
        (condition.TextAt("type"), fixture.App.TextAt("status", "sync", "status")).ShouldBe(("ComparisonError", "Unknown"));
        condition.TextAt("message")!.ShouldContain("broken on purpose");
        fixture.Find("v1", "configmaps", "developer", "extra").ShouldNotBeNull();
    }

    [Fact]
    public async Task An_object_that_cannot_run_here_is_refused_before_anything_is_changed()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();

        await fixture.PushAsync(
            (ArgoCdFixture.Extra, "{ apiVersion: apps/v1, kind: DaemonSet, metadata: { name: zzz }, spec: {} }"),
            (ArgoCdFixture.Values, "greeting: good day"));

        // Between two attempts: one that begins has no result yet.
        var app = await fixture.UntilAsync(app => app.TextAt("status", "operationState", "message") is { } message
            && message.StartsWith("one or more synchronization tasks are not valid", StringComparison.Ordinal));
        app.ItemsAt("status", "operationState", "syncResult", "resources").Select(result => result.TextAt("status"))
            .ShouldBe(["SyncFailed"]);
        fixture.Find("apps/v1", "deployments", "developer", "service-a")!.Value
            .ItemsAt("spec", "template", "spec", "containers").Single().ItemsAt("env").Single().TextAt("value").ShouldBe("hello");
    }

    [Fact]
    public async Task The_environments_chart_that_does_not_render_is_told_and_everything_goes_on()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();
        await fixture.CommitAsync((ArgoCdFixture.Records, "developer: { service-a: { unknown: key } }"));

        (await Should.ThrowAsync<PlatformException>(fixture.RefreshAsync)).Message.ShouldContain("service-a");

        ArgoCdFixture.IsLive(fixture.App).ShouldBeTrue();
        (await fixture.UntilAsync(root => root.TextAt("status", "sync", "status") == "Unknown", RootApplication.Name))
            .ItemsAt("status", "conditions").ShouldHaveSingleItem().TextAt("type").ShouldBe("ComparisonError");
    }

    [Fact]
    public async Task A_commit_is_the_one_that_was_told()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();

        var commit = await fixture.CommitAsync((ArgoCdFixture.Records, ArgoCdFixture.Record("v2")));
        await fixture.RefreshAsync();

        fixture.Controller.ReconciledCommit.ShouldBe(commit);
        fixture.App.TextAt("status", "sync", "revision").ShouldBe(commit);
        fixture.Find("apps/v1", "deployments", "developer", "service-a")!.Value
            .ItemsAt("spec", "template", "spec", "containers").Single().TextAt("image").ShouldBe("web:v2");
    }

    [Fact]
    public async Task What_could_not_be_read_from_git_for_a_while_is_read_again()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();
        await fixture.StartAnewAsync(new FastClock());

        await fixture.WithoutGitAsync(async () =>
        {
            fixture.Edit("argoproj.io/v1alpha1", "applications", "argocd", ArgoCdFixture.Application, app =>
                ObjectMeta.Annotations(app)["argocd.argoproj.io/refresh"] = "normal");
            await fixture.UntilAsync(app => app.TextAt("status", "sync", "status") == "Unknown");
        });

        await fixture.UntilAsync(ArgoCdFixture.IsLive);
    }

    [Fact]
    public async Task A_commit_that_could_not_be_reconciled_is_told_again_after_a_minute()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();
        var clock = new ManualClock();
        await fixture.StartAnewAsync(clock);
        var commit = await fixture.CommitAsync((ArgoCdFixture.Records, ArgoCdFixture.Record("v2")));

        await fixture.WithoutGitAsync(() =>
            Should.ThrowAsync<PlatformException>(fixture.Controller.RefreshAsync(commit, CancellationToken.None)));
        fixture.Controller.ReconciledCommit.ShouldBe(commit);
        clock.Advance(TimeSpan.FromMinutes(1));
        fixture.Controller.ReconciledCommit.ShouldBeNull();

        await fixture.RefreshAsync();
        clock.Advance(TimeSpan.FromMinutes(1));
        fixture.Controller.ReconciledCommit.ShouldBe(commit);
    }

    // A minute passes in a tenth of a second.
    private sealed class FastClock : TimeProvider
    {
        private const int Times = 600;

        private readonly DateTimeOffset _started = System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => _started + ((System.GetUtcNow() - _started) * Times);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime < TimeSpan.Zero ? dueTime : dueTime / Times, period);
    }
}
