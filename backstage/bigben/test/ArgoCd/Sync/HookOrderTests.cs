using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Sync;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.ArgoCd.Sync;

/// <summary>The hooks and waves of two Applications of a real cluster, in its order and its words.</summary>
public sealed class HookOrderTests : IDisposable
{
    private const string Spec =
        """
        , "spec": {
          "selector": { "matchLabels": { "a": "b" } },
          "template": { "metadata": { "labels": { "a": "b" } }, "spec": { "containers": [{ "name": "a", "image": "b" }] } }
        }
        """;

    private const string Healthy = """{ "observedGeneration": 1, "replicas": 1, "updatedReplicas": 1, "availableReplicas": 1 }""";

    private static readonly string[] Fields = ["name", "syncPhase", "hookPhase", "hookType", "status", "message"];

    private readonly TestSync _sync = new();
    private readonly List<string> _messages = [];

    [Fact]
    public void Hooks_and_waves_run_one_after_the_other()
    {
        string[] objects =
        [
            TestSync.Hook("migrate", "PreSync"), TestSync.Hook("second", "PreSync", 1, "HookSucceeded"),
            Wave("v1", "ConfigMap", "wave-0", 0, ""), Wave("v1", "ConfigMap", "wave-1", 1, ""), Wave("v1", "ConfigMap", "wave-2", 2, ""),
            Wave("apps/v1", "Deployment", "web", 1, Spec),
            TestSync.Hook("during", "Sync", 1, "HookSucceeded"), TestSync.Hook("after", "PostSync", 0, "HookSucceeded"),
        ];

        Begin(objects);
        End("migrate", "Complete");
        Step(objects);
        End("second", "Complete");
        Step(objects);
        Step(objects);
        Status("apps/v1", "deployments", "web", Healthy);
        Step(objects);
        End("during", "Complete");
        Step(objects);
        Step(objects);
        _sync.Find("migrate", "batch/v1", "jobs").ShouldNotBeNull();
        End("after", "Complete");
        var progress = Step(objects);

        var golden = Golden.Lines("argocd/hooks.jsonl").Single(line => line.TextAt("case") == "lab-hooks");
        _messages.ShouldBe(golden.ItemsAt("messages").Select(message => message.ToString()));
        progress.Results.Select(Told).ShouldBe(golden.ItemsAt("resources").Select(Told));
        progress.Phase.ShouldBe(OperationPhase.Succeeded);
        IsGone("second").ShouldBeTrue();
        IsGone("during").ShouldBeTrue();
        IsGone("after").ShouldBeTrue();
        IsGone("migrate").ShouldBeFalse();
    }

    [Fact]
    public void A_hook_that_fails_has_those_run_that_are_for_it_and_is_made_anew_by_the_next_attempt()
    {
        string[] objects =
        [
            TestSync.Hook("migrate2", "PreSync"), TestSync.Hook("failed2", "SyncFail", 0, "HookSucceeded"),
            TestSync.ConfigMap("never", "{}"),
        ];

        Begin(objects);
        End("migrate2", "Failed");
        Step(objects);
        End("failed2", "Complete");
        var progress = Step(objects);
        Begin(objects);

        var golden = Golden.Lines("argocd/hooks.jsonl").Single(line => line.TextAt("case") == "lab-fails");
        // Between them are the words of the retry, which OperationRetryTests has.
        var told = golden.ItemsAt("messages").Select(message => message.ToString()).ToList();
        _messages.ShouldBe([told[0], told[1], told[^1].Replace(" (retried 1 times).", "", StringComparison.Ordinal), told[4]]);
        progress.Phase.ShouldBe(OperationPhase.Failed);
        progress.Results.Select(Told).ShouldBe(golden.ItemsAt("resources").Select(Told));
        _sync.Find("never").ShouldBeNull();
        IsGone("failed2").ShouldBeFalse("a SyncFail hook stays that succeeded in a sync that failed");
    }

    [Theory]
    [InlineData("HookFailed", "Failed", true)]
    [InlineData("HookFailed", "Complete", false)]
    [InlineData("HookSucceeded", "Failed", false)]
    [InlineData("HookSucceeded", "Complete", true)]
    [InlineData("HookSucceeded,HookFailed", "Failed", true)]
    [InlineData("BeforeHookCreation", "Failed", false)]
    [InlineData("BeforeHookCreation", "Complete", false)]
    public void A_hook_goes_after_the_sync_where_its_policy_says_so(string policy, string end, bool isGone)
    {
        string[] objects = [TestSync.Hook("migrate", "PreSync", 0, policy), TestSync.ConfigMap("after", "{}")];

        Begin(objects);
        End("migrate", end);
        var progress = Step(objects);
        for (var steps = 0; steps < 5 && progress.Phase == OperationPhase.Running; steps++)
            progress = Step(objects);

        progress.Phase.ShouldBe(end == "Failed" ? OperationPhase.Failed : OperationPhase.Succeeded);
        IsGone("migrate").ShouldBe(isGone);
    }

    public void Dispose() => _sync.Dispose();

    private static string Wave(string apiVersion, string kind, string name, int wave, string more) => $$"""
        {
          "apiVersion": "{{apiVersion}}", "kind": "{{kind}}",
          "metadata": { "name": "{{name}}", "annotations": { "argocd.argoproj.io/sync-wave": "{{wave}}" } }{{more}}
        }
        """;

    private static string Told(TaskResult result) => Told(JsonSerializer.SerializeToElement<JsonNode>(result.ToJson()));

    private static string Told(JsonElement result) =>
        string.Join(' ', Fields.Select(field => result.TextAt(field)));

    private void Begin(string[] objects) => Add(_sync.Begin("{}", objects));

    private SyncProgress Step(string[] objects) => Add(_sync.Step("{}", objects));

    private SyncProgress Add(SyncProgress progress)
    {
        if (_messages.LastOrDefault() != progress.Message)
            _messages.Add(progress.Message);
        return progress;
    }

    // As the Job controller of the same cluster ended them.
    private void End(string job, string condition)
    {
        var message = condition == "Failed" ? "Job has reached the specified backoff limit" : "Reached expected number of succeeded pods";
        Status(
            "batch/v1", "jobs", job,
            $$"""{ "conditions": [{ "type": "{{condition}}", "status": "True", "message": "{{message}}" }] }""");
    }

    private void Status(string apiVersion, string plural, string name, string status) => _sync.Store.Update(
        TestApi.Resource(apiVersion, plural),
        "developer",
        name,
        value =>
        {
            value["status"] = JsonNode.Parse(status);
            return value;
        },
        new WriteOptions(Subresource: "status"));

    private bool IsGone(string job) =>
        _sync.Find(job, "batch/v1", "jobs") is not { } found || found.TextAt("metadata", "deletionTimestamp") is not null;
}
