using System.Net;
using System.Text.Json.Nodes;
using BigBen.Git;
using BigBen.Kubernetes;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Protection;
using BigBen.Tests.Ingress;
using BigBen.Tests.Kubernetes.Questions;

namespace BigBen.Tests.Console.Pages;

public sealed class PagesTests
{
    private const string Pod = "service-a-8dd95887b-jz7jg";

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task The_board_shows_what_runs_where()
    {
        await using var console = await TestConsole.StartAsync();

        var page = await console.Client.GetStringAsync("/");

        page.ShouldContain("2 applications");
        page.ShouldContain("href=\"/applications/developer-service-a\"");
        page.ShouldContain("1/1 ready");
        page.ShouldContain("http://dev.service-a.bigben.localhost:");
        page.ShouldContain("Progressing");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/applications/developer-service-a")]
    public async Task A_CronJob_is_shown_with_its_schedule_and_last_run(string path)
    {
        await using var console = await TestConsole.StartAsync();
        ScheduleTests.PutCronJob(
            console.Platform, """{ "schedule": "0 3 * * *" }""", """{ "lastScheduleTime": "2026-01-02T03:00:00Z" }""");

        await Eventually.TrueAsync(async () => (await console.Client.GetStringAsync(path)).Contains("last run failed, <time"));

        (await console.Client.GetStringAsync(path)).ShouldContain("scheduled");
    }

    [Fact]
    public async Task The_board_shows_what_waits_and_what_for()
    {
        await using var console = await TestConsole.StartAsync();
        var git = console.Forge.Git;
        var listed = await git.CommitFilesAsync(await console.Forge.HeadAsync(None), new Dictionary<string, string>
        {
            [EnvironmentList.File] = "environments: {developer: {hostPrefix: dev}, production: {hostPrefix: p, approvals: 1}}\n",
        }, "list", None);
        var change = new ProposedChange("production", "release v1.0.0 to production", "1");
        var request = await ChangeRequest.CommitAsync(git, listed, change, new Person("Ana", "ana@example.com"), None);
        await git.OutputAsync(None, "update-ref", ForgeRepository.MainRef, request);

        var page = await console.Client.GetStringAsync("/");

        page.ShouldContain("Waiting: release v1.0.0 to production, asked for by Ana &lt;ana@example.com&gt;: 1 more approval");
        page.ShouldContain($"approve {request[..7]}");
    }

    [Fact]
    public async Task A_run_that_asked_for_an_approval_is_waiting_until_nothing_waits_any_more()
    {
        await using var console = await TestConsole.StartAsync();
        var git = console.Forge.Git;
        var first = await console.Forge.HeadAsync(None);
        var listed = await git.CommitFilesAsync(first, new Dictionary<string, string>
        {
            [EnvironmentList.File] = "environments: {developer: {hostPrefix: dev}, production: {hostPrefix: p, approvals: 1}}\n",
        }, "list", None);
        var change = new ProposedChange("production", "release v1.0.0 to production", "1");
        var by = new Person("Ana", "ana@example.com");
        var request = await ChangeRequest.CommitAsync(git, listed, change, by, None);
        await git.OutputAsync(None, "update-ref", ForgeRepository.MainRef, request);
        var refusal = new Waiting(change, by, request, IsRecorded: true, ["1 more approval by somebody else (big-ben.sh approve 1a2b3c4)"]);
        var id = console.Journal.Begin("release", (_, _) => throw refusal.Refusal(), None);
        await Eventually.TrueAsync(() => Task.FromResult(!console.Journal.IsActive(id)));

        foreach (var path in new[] { "/", "/runs", $"/runs/{id}" })
        {
            var page = await console.Client.GetStringAsync(path);
            page.ShouldMatch("pill warn\">[^/]*</span>Waiting<", path);
            page.ShouldContain("approve 1a2b3c4");
            page.ShouldNotContain("Failed");
            page.ShouldNotContain("role=\"alert\"");
        }

        await git.OutputAsync(None, "update-ref", ForgeRepository.MainRef, listed);

        foreach (var path in new[] { "/", "/runs", $"/runs/{id}" })
            (await console.Client.GetStringAsync(path)).ShouldMatch("pill odd\">[^/]*</span>Waited<", path);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/applications/developer-service-a")]
    [InlineData("/metrics")]
    public async Task A_page_answers_HEAD_as_GET_without_a_body(string path)
    {
        await using var console = await TestConsole.StartAsync();
        using var page = await console.Client.GetAsync(path);

        using var head = await console.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));

        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ContentType.ShouldBe(page.Content.Headers.ContentType);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_application_shows_its_tree_its_history_and_its_events()
    {
        await using var console = await TestConsole.StartAsync();

        var page = await console.Client.GetStringAsync("/applications/developer-service-a");

        page.ShouldContain($"href=\"/pods/developer/{Pod}\"");
        page.ShouldContain("Status Reason: Running");
        page.ShouldContain("Scheduled");
        page.ShouldContain("does not show the console its traffic");
        page.ShouldContain("Everything that the manifests ask for is done here.");
    }

    [Fact]
    public async Task What_differs_is_shown_as_it_was_applied_and_a_Secret_is_never_shown()
    {
        await using var console = await TestConsole.StartAsync();
        const string applied = """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"stringData":{"password":"verysecret"}}""";
        console.Platform.Server.Create("v1", "secrets", "developer", new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = "s",
                ["annotations"] = new JsonObject { ["kubectl.kubernetes.io/last-applied-configuration"] = applied },
            },
            ["data"] = new JsonObject { ["password"] = "dmVyeXNlY3JldA==" },
        }.ToJsonString());
        console.Platform.Change(ResourceKind.Deployments, "developer", "service-a", body =>
        {
            body["metadata"]!["annotations"]!["kubectl.kubernetes.io/last-applied-configuration"] =
                """{"kind":"Deployment","spec":{"replicas":1}}""";
            body["spec"]!["replicas"] = 3;
        });
        console.Platform.Change(ResourceKind.Applications, "argocd", "developer-service-a", body =>
        {
            foreach (var resource in body["status"]!["resources"]!.AsArray().Where(resource => $"{resource!["kind"]}" == "Deployment"))
                resource!["status"] = "OutOfSync";
            body["status"]!["resources"]!.AsArray().Add(new JsonObject
            {
                ["kind"] = "Secret",
                ["version"] = "v1",
                ["name"] = "s",
                ["namespace"] = "developer",
                ["status"] = "OutOfSync",
            });
        });
        await BigBen.Tests.Kubernetes.TestPlatform.UntilAsync(
            console.Cache, () => console.Cache.Objects.Of(ResourceKind.Applications)[0].ItemsAt("status", "resources")
                .Any(item => item.TextAt("kind") == "Secret"));

        var page = await console.Client.GetStringAsync("/applications/developer-service-a");

        page.ShouldContain("-  replicas: 3");
        page.ShouldContain("&#x2B;  replicas: 1");
        page.ShouldContain("stringData");
        page.ShouldNotContain("verysecret");
        page.ShouldNotContain("dmVyeXNlY3JldA");
    }

    [Fact]
    public async Task A_pod_in_trouble_says_why()
    {
        await using var console = await TestConsole.StartAsync();
        await SetStatusAsync(console, """
            { "phase": "Running", "containerStatuses": [{ "name": "service-a", "restartCount": 4, "image": "web:1",
              "state": { "waiting": { "reason": "CrashLoopBackOff", "message": "back-off 1m20s" } },
              "lastState": { "terminated": { "exitCode": 137, "reason": "OOMKilled" } } }] }
            """);

        var page = await console.Client.GetStringAsync($"/pods/developer/{Pod}");

        page.ShouldContain("CrashLoopBackOff back-off 1m20s");
        page.ShouldContain("137 (OOMKilled)");
        page.ShouldContain("href=\"/applications/developer-service-a\"");
    }

    [Theory]
    [InlineData("Failed", 3, "Error", "bad", true)]
    [InlineData("Succeeded", 0, "Completed", "good", false)]
    public async Task A_pod_that_ended_says_how_and_is_not_called_unready(string phase, int code, string reason, string kind, bool alert)
    {
        await using var console = await TestConsole.StartAsync();
        await SetStatusAsync(console, $$"""
            { "phase": "{{phase}}", "containerStatuses": [{ "name": "service-a", "image": "web:1",
              "state": { "terminated": { "exitCode": {{code}}, "reason": "{{reason}}" } } }] }
            """);

        var page = await console.Client.GetStringAsync($"/pods/developer/{Pod}");

        page.ShouldMatch($"pill {kind}\">[^/]*</span>{reason}<");
        page.ShouldNotContain("Not ready");
        page.Contains($"role=\"alert\">service-a ended with exit code {code}").ShouldBe(alert);
    }

    [Fact]
    public async Task A_log_is_a_link_where_there_are_no_scripts()
    {
        await using var console = await TestConsole.StartAsync();
        var id = console.Journal.Begin(
            "push",
            async (run, cancellation) =>
            {
                await File.WriteAllTextAsync(run.LogFile("test-service-a"), "passed\n", cancellation);
                return "It is done.";
            },
            None);
        await Eventually.TrueAsync(() => Task.FromResult(!console.Journal.IsActive(id)));

        foreach (var (page, log) in new[]
        {
            ($"/pods/developer/{Pod}", $"/api/v1/pods/developer/{Pod}/logs?container=service-a&tail=1000"),
            ($"/runs/{id}", $"/api/v1/runs/{id}/logs/test-service-a"),
        })
        {
            WebUtility.HtmlDecode(await console.Client.GetStringAsync(page))
                .ShouldContain($"<noscript><a href=\"{log}\">Show the log as text</a></noscript>");
            (await console.Client.GetStringAsync(log)).ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task A_page_of_objects_says_that_they_may_be_old_while_the_API_does_not_answer()
    {
        await using var console = await TestConsole.StartAsync();
        console.Proxy.IsDown = true;
        console.Proxy.Cut();
        await BigBen.Tests.Kubernetes.TestPlatform.UntilAsync(console.Cache, () => console.Cache.Failure is not null);

        foreach (var path in new[] { "/", $"/pods/developer/{Pod}", "/signals" })
            (await console.Client.GetStringAsync(path)).ShouldContain("What is shown may be old: ", customMessage: path);
        (await console.Client.GetStringAsync("/runs")).ShouldNotContain("may be old");
    }

    [Theory]
    [InlineData("/api/v1/runs/nobody")]
    [InlineData("/api/v1/runs/..%2F..%2Fstate")]
    [InlineData("/api/v1/pods/developer/nobody/logs")]
    public async Task What_there_is_not_is_a_problem_document(string path)
    {
        await using var console = await TestConsole.StartAsync();

        using var response = await console.Client.GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task A_change_is_told_to_whoever_looks()
    {
        await using var console = await TestConsole.StartAsync();
        using var response = await console.Client.GetAsync("/api/v1/stream", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await lines.ReadLineAsync()).ShouldBe("event: change");
        var first = await lines.ReadLineAsync();

        console.Platform.Delete(ResourceKind.Pods, "developer", Pod);

        await lines.ReadLineAsync();
        (await lines.ReadLineAsync()).ShouldBe("event: change");
        (await lines.ReadLineAsync()).ShouldNotBe(first);
    }

    private static Task SetStatusAsync(TestConsole console, string status) =>
        console.ChangeAsync(ResourceKind.Pods, "developer", Pod, body => body["status"] = JsonNode.Parse(status));
}
