using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Reconciling;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.ArgoCd.Reconciling;

/// <summary>What people ask of an Application by its <c>operation</c> and its annotations, where nothing syncs by itself.</summary>
public sealed class OperationRunnerTests
{
    private const string Name = "x-manual";

    [Fact]
    public async Task What_is_asked_for_by_hand_is_done_and_told_as_Argo_CD_tells_it()
    {
        await using var fixture = await StartAsync();
        var before = (await fixture.UntilAsync(app => app.At("status", "sync") is not null, Name)).At("status")!.Value;
        var golden = Golden.Read("applications/x-manual.json").At("status")!.Value;
        FieldsOf(before).ShouldBe(FieldsOf(golden));
        (before.TextAt("sync", "status"), before.TextAt("health", "status")).ShouldBe(("OutOfSync", "Missing"));

        var commit = before.TextAt("sync", "revision")!;
        var synced = await OperateAsync(
            fixture,
            $$"""
            {
              "initiatedBy": { "username": "ada" }, "sync": { "revision": "{{commit}}", "syncOptions": ["CreateNamespace=true"] }
            }
            """);
        var state = synced.At("status", "operationState")!.Value;
        var expected = Golden.Read("argocd/operation.json");
        FieldsOf(state).ShouldBe(FieldsOf(expected));
        (state.TextAt("phase"), state.TextAt("message")).ShouldBe((expected.TextAt("phase"), expected.TextAt("message")));
        FieldsOf(state.At("syncResult")!.Value).ShouldBe(FieldsOf(expected.At("syncResult")!.Value).Except(["managedNamespaceMetadata"]));
        foreach (var result in state.ItemsAt("syncResult", "resources"))
        {
            var same = expected.ItemsAt("syncResult", "resources").FirstOrDefault(one => one.TextAt("kind") == result.TextAt("kind"));
            if (same.ValueKind == JsonValueKind.Object)
                FieldsOf(result).ShouldBe(FieldsOf(same));
        }

        var history = synced.ItemsAt("status", "history").ShouldHaveSingleItem();
        (history.TextAt("revision"), history.TextAt("initiatedBy", "username")).ShouldBe((commit, "ada"));
        await fixture.UntilAsync(ArgoCdFixture.IsLive, Name);
    }

    [Fact]
    public async Task A_refresh_is_asked_for_by_an_annotation_which_goes_when_it_is_done()
    {
        await using var fixture = await StartAsync();
        await fixture.UntilAsync(app => app.At("status", "sync") is not null, Name);
        fixture.Renderer.Renders.ShouldBe(1);

        var commit = await fixture.CommitAsync(("README.md", "words"));
        await RefreshAsync(fixture, "normal", commit);
        fixture.Renderer.Renders.ShouldBe(1);

        await RefreshAsync(fixture, "hard", commit);
        fixture.Renderer.Renders.ShouldBe(2);
    }

    [Fact]
    public async Task What_fails_is_tried_again_as_often_as_asked_for_and_can_be_ended()
    {
        await using var fixture = await StartAsync(
            (ArgoCdFixture.Extra, "{ apiVersion: apps/v1, kind: DaemonSet, metadata: { name: zzz }, spec: {} }"));
        await fixture.UntilAsync(app => app.At("status", "sync") is not null, Name);

        var failed = await OperateAsync(fixture, """{ "retry": { "limit": 2, "backoff": { "duration": "10ms" } }, "sync": {} }""");
        State(failed).ShouldBe("Failed: one or more synchronization tasks are not valid (retried 2 times).");
        failed.NumberAt("status", "operationState", "retryCount").ShouldBe(2);

        Edit(
            fixture,
            app => app["operation"] = JsonNode.Parse("""{ "retry": { "limit": 2, "backoff": { "duration": "1h" } }, "sync": {} }"""));
        await fixture.UntilAsync(app => State(app).StartsWith("Running: one or more synchronization tasks are not valid. Retrying"), Name);
        Edit(fixture, app => app["status"]!["operationState"]!["phase"] = "Terminating");
        State(await fixture.UntilAsync(IsIdle, Name)).ShouldBe("Failed: Operation terminated (retried 1 times).");

        State(await OperateAsync(fixture, """{ "initiatedBy": { "username": "ada" } }"""))
            .ShouldBe("Error: Invalid operation request: no operation specified");
        State(await OperateAsync(fixture, """{ "sync": { "manifests": ["{}"] } }"""))
            .ShouldBe("Error: operation.sync.manifests is not supported by the local platform");
        State(await OperateAsync(fixture, """{ "sync": { "revision": "nowhere" } }""")).ShouldStartWith("Error: ComparisonError: ");

        Edit(fixture, app => app["spec"]!["project"] = "nope");
        State(await OperateAsync(fixture, """{ "sync": {} }"""))
            .ShouldBe("Error: InvalidSpecError: Application referencing project nope which does not exist");
    }

    [Fact]
    public async Task Conditions_tell_what_stands_in_the_way_or_is_not_done_here()
    {
        await using var fixture = await StartAsync((
            ArgoCdFixture.Extra,
            """
            {
              apiVersion: v1, kind: ConfigMap,
              metadata: { name: bye, annotations: { "argocd.argoproj.io/hook": PostDelete } }
            }
            """));
        (await ConditionAsync(fixture, "bigben.localhost/NotEnforced"))
            .ShouldBe("ConfigMap developer/bye: PostDelete hooks are not run by the local platform");

        fixture.Edit("argoproj.io/v1alpha1", "appprojects", "argocd", "default", project => project["spec"] = JsonNode.Parse(
            """
            {
              "sourceRepos": ["*"], "destinations": [{ "server": "*", "namespace": "*" }],
              "clusterResourceWhitelist": [{ "group": "*", "kind": "*" }], "orphanedResources": { "warn": true },
              "syncWindows": [{ "kind": "deny", "schedule": "* * * * *", "duration": "1h", "applications": ["*"] }]
            }
            """));
        fixture.Store.Create(TestApi.Resource("v1", "namespaces"), "", Named("developer"));
        fixture.Store.Create(TestApi.Resource("v1", "configmaps"), "developer", Named("by-hand"));
        (await ConditionAsync(fixture, "OrphanedResourceWarning")).ShouldBe("Application has 1 orphaned resources");

        Edit(fixture, app => app["operation"] = JsonNode.Parse("""{ "sync": {} }"""));
        await fixture.UntilAsync(app => State(app) == "Running: Sync operation blocked by sync window", Name);
        Edit(fixture, app => app["status"]!["operationState"]!["phase"] = "Terminating");

        Edit(fixture, app => app["spec"]!["sources"] = new JsonArray(app["spec"]!["source"]!.DeepClone()));
        (await ConditionAsync(fixture, "InvalidSpecError"))
            .ShouldBe("spec.sources is not supported by the local platform; use spec.source");
        Edit(fixture, app =>
        {
            app["spec"]!.AsObject().Remove("sources");
            app["spec"]!["ignoreDifferences"] = JsonNode.Parse("""[{ "kind": "Service", "jqPathExpressions": [".spec | length"] }]""");
        });
        await fixture.UntilAsync(
            app => app.ItemsAt("status", "conditions").Any(one => one.TextAt("message")!.Contains(".spec | length")), Name);
        Edit(fixture, app =>
        {
            app["spec"]!.AsObject().Remove("ignoreDifferences");
            app["spec"]!["source"]!["repoURL"] = "https://elsewhere.example/repo";
        });
        (await ConditionAsync(fixture, "ComparisonError")).ShouldEndWith(
            "failed to list refs: repository not found: the local platform has file:///forge.git alone");
    }

    private static async Task<ArgoCdFixture> StartAsync(params (string Path, string Text)[] more)
    {
        var fixture = await ArgoCdFixture.StartAsync(more);
        fixture.Store.Create(TestApi.Resource("argoproj.io/v1alpha1", "applications"), "argocd", JsonNode.Parse(
            $$"""
            {
              "metadata": { "name": "{{Name}}" },
              "spec": {
                "project": "default",
                "source": {
                  "repoURL": "file:///forge.git", "path": "charts/app", "targetRevision": "refs/heads/main",
                  "helm": {
                    "valueFiles": ["/{{ArgoCdFixture.Values}}"],
                    "parameters": [{ "name": "image.tag", "value": "v1" }, { "name": "ingress.host", "value": "x.bigben.localhost" }]
                  }
                },
                "destination": { "server": "https://kubernetes.default.svc", "namespace": "developer" }
              }
            }
            """)!.AsObject());
        return fixture;
    }

    private static void Edit(ArgoCdFixture fixture, Action<JsonObject> change) =>
        fixture.Edit("argoproj.io/v1alpha1", "applications", "argocd", Name, change);

    // As kubectl does it; the answer is the Application once it has been done.
    private static async Task<JsonElement> OperateAsync(ArgoCdFixture fixture, string operation)
    {
        Edit(fixture, app => app["operation"] = JsonNode.Parse(operation));
        return await fixture.UntilAsync(IsIdle, Name);
    }

    private static async Task RefreshAsync(ArgoCdFixture fixture, string how, string commit)
    {
        Edit(fixture, app => app["metadata"]!["annotations"] = new JsonObject { [RefreshRequests.Annotation] = how });
        var refreshed = await fixture.UntilAsync(app => app.At("metadata", "annotations", RefreshRequests.Annotation) is null, Name);
        refreshed.TextAt("status", "sync", "revision").ShouldBe(commit);
    }

    private static async Task<string> ConditionAsync(ArgoCdFixture fixture, string type)
    {
        var app = await fixture.UntilAsync(app => app.ItemsAt("status", "conditions").Any(one => one.TextAt("type") == type), Name);
        return app.ItemsAt("status", "conditions").Single(one => one.TextAt("type") == type).TextAt("message")!;
    }

    private static bool IsIdle(JsonElement app) => app.At("operation") is null;

    private static string State(JsonElement app) =>
        $"{app.TextAt("status", "operationState", "phase")}: {app.TextAt("status", "operationState", "message")}";

    private static IEnumerable<string> FieldsOf(JsonElement value) => value.EnumerateObject().Select(field => field.Name).Order();

    private static JsonObject Named(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name } };
}
