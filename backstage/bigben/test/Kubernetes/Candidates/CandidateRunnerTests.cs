using System.Text.Json;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Candidates;
using BigBen.Tests.Ingress;
using BigBen.Tests.Kubelet;

namespace BigBen.Tests.Kubernetes.Candidates;

public sealed class CandidateRunnerTests : IAsyncLifetime
{
    private CandidateNode _node = null!;

    public async Task InitializeAsync() => _node = await CandidateNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task What_starts_gets_ready_and_answers_passes_and_nothing_of_it_stays()
    {
        await _node.TryAsync(CandidateYaml.Of(CandidateYaml.Service()));

        await _node.EmptyAsync();
        _node.Notes[^1].ShouldBe("1 ready and answering beside what runs");
        var pod = _node.Pods.Last(pod => pod.HasCondition("Ready"));
        pod.NameOf().ShouldStartWith("service-a-candidate-");
        ObjectReference.OwnerOf(pod).ShouldBeNull();
        Labels(pod).ShouldBe(new Dictionary<string, string> { [CandidatePod.Label] = "developer-service-a", ["team"] = "ours" });
        pod.TextAt("metadata", "annotations", "note").ShouldBe("kept");
        pod.TextAt("spec", "restartPolicy").ShouldBe("Never");
    }

    [Theory]
    [InlineData(
        "- { name: START_DELAY_MS, value: soon }",
        "developer-service-a does not stay up: main ended with exit code 134 (Unhandled exception. System.FormatException: The input "
        + "string 'soon' was not in a correct format). Nothing was recorded, and what runs is as it was.")]
    [InlineData("- { name: HEALTH, value: '500' }", "developer-service-a answers 500 Internal Server Error at /health. Nothing")]
    [InlineData(
        "- { name: APP_VERSION, value: v0 }", "developer-service-a answers version v0 at /version where version v1 was expected. Nothing")]
    [InlineData("- { name: VERSION_AS_JSON, value: '0' }", "developer-service-a answers no JSON at /version where version v1 was expected")]
    [InlineData(
        "- { name: KEY, valueFrom: { configMapKeyRef: { name: none, key: key } } }",
        "developer-service-a does not start: CreateContainerConfigError configmap \"none\" not found")]
    public async Task What_does_not_is_refused_with_its_own_words(string env, string reason)
    {
        (await _node.RefusalAsync(CandidateYaml.Of(CandidateYaml.Service(env: env)))).ShouldStartWith(reason);

        await _node.EmptyAsync();
    }

    [Fact]
    public async Task What_is_never_ready_is_refused_with_what_its_probe_says()
    {
        const string said = "Readiness probe failed: HTTP probe failed with statuscode: 503";
        var clock = new LaptopClock();
        await using var node = await CandidateNode.StartAsync(clock: clock);
        var service = CandidateYaml.Service(env: "- { name: NEVER_READY, value: '1' }")
            .Replace("periodSeconds: 1", "periodSeconds: 1, timeoutSeconds: 60");

        var refusing = node.RefusalAsync(CandidateYaml.Of(service));
        // Before it listens its probe says something else.
        await TestPlatform.UntilAsync(node.Cache, () => node.Cache.Objects.Of(ResourceKind.Events)
            .Where(told => told.TextAt("type") == "Warning").OrderByDescending(told => told.TimeAt("lastTimestamp"))
            .Select(told => told.TextAt("message")).FirstOrDefault() == said);
        // Again and again, for it may only now begin to wait.
        await Eventually.TrueAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(120));
            return Task.FromResult(refusing.IsCompleted);
        });

        (await refusing).ShouldStartWith($"developer-service-a does not get ready within 120 s ({said}).");
    }

    [Theory]
    [InlineData("exec sleep 1000", null)]
    [InlineData(
        "sleep 1; echo no queue is named; exit 3",
        "developer-service-a does not stay up: main ended with exit code 3 (no queue is named). Nothing")]
    public async Task A_worker_that_asks_for_it_has_to_stay_up(string program, string? reason)
    {
        var worker = CandidateYaml.Service(container: $"args: [\"{program}\"]", annotations: $"{{ {CandidatePod.Label}: 'true' }}")
            .Replace("web:v1", "shell:v1").Replace("ports: [{ name: http, containerPort: 8011 }]", "");
        // A busy machine tells late that it has ended.
        if (reason is not null)
            worker = worker.Replace("replicas: 2", "replicas: 2\n  minReadySeconds: 100");

        if (reason is null)
            await _node.TryAsync(CandidateYaml.Of(worker));
        else
            (await _node.RefusalAsync(CandidateYaml.Of(worker))).ShouldStartWith(reason);

        await _node.EmptyAsync();
    }

    [Fact]
    public async Task Several_are_judged_side_by_side_and_each_is_told()
    {
        const string sick = "- { name: HEALTH, value: '503' }";
        // As long as the others are asked: it must not be gone before each of them is there.
        const string late = "- { name: START_DELAY_MS, value: '5000' }";
        List<string> services = [CandidateYaml.Service("service-a", sick), CandidateYaml.Service("service-b", sick)];
        var all = string.Join("\n---\n", services.Append(CandidateYaml.Service("service-c", late)));

        var refusal = await _node.RefusalAsync(CandidateYaml.Of(all));

        await _node.EmptyAsync();
        refusal.Split("answers 503 Service Unavailable at /health").Length.ShouldBe(3);
        _node.Notes.ShouldContain(note => note.StartsWith("developer-service-a: service-c-candidate-", StringComparison.Ordinal));
        var first = _node.Pods.ToList().FindIndex(pod => pod.At("metadata", "deletionTimestamp") is not null);
        _node.Pods.Take(first).Select(pod => pod.NameOf()).Distinct().Count().ShouldBe(3, "each is there before the first is gone");
    }

    [Fact]
    public async Task It_gets_ConfigMaps_and_an_account_as_they_are_to_be_and_leaves_those_alone_that_are_there()
    {
        const string map = """{ "metadata": { "name": "service-a" }, "data": { "VERSION_AS_JSON": "0", "APP_VERSION": "old" } }""";
        var before = _node.Create("configmaps", "developer", map);
        var service = CandidateYaml.Service(pod: "serviceAccountName: service-a", container: $$"""
            {{CandidateYaml.Ready}}
                      envFrom: [{ configMapRef: { name: service-a } }]
            """) + """

            ---
            { apiVersion: v1, kind: ConfigMap, metadata: { name: service-a }, data: { APP_VERSION: new } }
            ---
            { apiVersion: v1, kind: ServiceAccount, metadata: { name: service-a, annotations: { role: reader } } }
            """;

        await _node.TryAsync(CandidateYaml.Of(service, "new"));

        await _node.EmptyAsync();
        _node.List("configmaps").Select(found => found.GetRawText()).ShouldBe([before.GetRawText()]);
        _node.Pods[^1].TextAt("spec", "serviceAccountName").ShouldStartWith("service-a-candidate-");
        _node.Create("serviceaccounts", "developer", """{ "metadata": { "name": "service-a" } }""");
        await _node.TryAsync(CandidateYaml.Of(service, "new"));
        await _node.EmptyAsync();
        _node.Pods[^1].TextAt("spec", "serviceAccountName").ShouldBe("service-a");
    }

    [Fact]
    public async Task A_namespace_that_is_not_there_is_made_as_the_sync_would_make_it()
    {
        var labels = new Dictionary<string, string> { ["pod-security.kubernetes.io/warn"] = "restricted" };

        await _node.TryAsync(CandidateYaml.Of(CandidateYaml.Service(), ns: "production", labels: labels));

        _node.List("namespaces", null).Single(ns => ns.NameOf() == "production").TextAt("metadata", "labels", labels.Keys.Single())
            .ShouldBe("restricted");
        (await _node.RefusalAsync(CandidateYaml.Of(CandidateYaml.Service(), ns: "nowhere")))
            .ShouldStartWith("nowhere-service-a could not be tried: ");
    }

    [Fact]
    public async Task Who_stops_it_leaves_nothing_and_what_a_kill_left_is_gone_with_the_next()
    {
        _node.Create("pods", "developer", $$"""
            {
              "metadata": { "name": "left-candidate-1", "labels": { "{{CandidatePod.Label}}": "developer-left" } },
              "spec": { "containers": [{ "name": "main", "image": "shell:v1", "args": ["exec sleep 1000"] }] }
            }
            """);
        foreach (var kind in new[] { "configmaps", "secrets" })
        {
            _node.Create(
                kind, "developer", $$"""{ "metadata": { "name": "left-candidate-2", "labels": { "{{CandidatePod.Label}}": "x" } } }""");
        }

        using var stop = new CancellationTokenSource();
        var slow = CandidateYaml.Of(CandidateYaml.Service(env: "- { name: NEVER_READY, value: '1' }"));

        var trying = _node.TryAsync(slow, stop.Token);
        await CandidateNode.UntilAsync(() => _node.Names.Any(name => name.StartsWith("service-a-candidate", StringComparison.Ordinal)));
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => trying);
        await _node.EmptyAsync();
    }

    private static Dictionary<string, string> Labels(JsonElement pod) =>
        pod.At("metadata", "labels")!.Value.EnumerateObject().ToDictionary(label => label.Name, label => label.Value.ToString());
}
