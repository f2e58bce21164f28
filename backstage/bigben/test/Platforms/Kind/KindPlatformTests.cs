using System.Net;
using System.Text.Json;
using BigBen.Console;
using BigBen.Foundation;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;

namespace BigBen.Tests.Platforms.Kind;

/// <summary>A platform on kind from a clone: the real program, git, Helm and pushes; the engine and the cluster are stand-ins.</summary>
public sealed class KindPlatformTests
{
    private static readonly string[] Chain = ["developer", "staging", "production"];

    [Fact]
    public async Task From_up_over_pushes_a_release_and_a_rollback_to_nothing_left()
    {
        await using var machine = await FakeMachine.StartAsync();
        var clone = await machine.CloneAsync();
        try
        {
            var up = await machine.UpAsync();
            up.ExitCode.ShouldBe(0, up.Error);
            up.Output.ShouldContain($"http://argocd.bigben.localhost:{machine.Port}");
            up.Output.ShouldContain("argocd-initial-admin-secret");
            machine.Get("config")!.ShouldContain("readOnly: true");
            machine.Get("root")!.ShouldContain("repository=file:///forge.git");

            await clone.RunAsync("git", "pull", "-q", "--ff-only", "big-ben", "main");
            var greeting = Directory.GetFiles(Path.Combine(clone.Directory, "app/service-a/src"), "Ping.cs").Single();
            await File.AppendAllTextAsync(greeting, "\n// A change.\n");
            await clone.RunAsync("git", "commit", "-qam", "Change service-a");
            var pushed = (await clone.RunAsync("git", "rev-parse", "HEAD")).Trim();
            machine.Forget();
            var push = await clone.TryAsync("git", "push", "big-ben", "HEAD:main");
            push.ExitCode.ShouldBe(0, push.Error);
            push.Error.ShouldContain("service-a live in developer");
            var build = machine.Calls.Single(call => call.StartsWith("docker build", StringComparison.Ordinal));
            build.ShouldContain($"--build-arg VERSION={pushed[..7]} --build-arg REVISION={pushed}");

            (await machine.BigBenAsync("release", "v3.0.0", "--revision", "main")).ExitCode.ShouldBe(0);
            var status = await machine.BigBenAsync("status");
            status.ExitCode.ShouldBe(0, status.Error);
            status.Output.ShouldContain("v3.0.0");
            status.Output.ShouldContain(" 1/1 ");
            machine.Calls.Count(call => call.StartsWith("docker build", StringComparison.Ordinal)).ShouldBe(1, "a release builds nothing");
            (await machine.BigBenAsync("rollback", "service-a", "production")).ExitCode.ShouldBe(0);
            (await machine.BigBenAsync("status")).Output.ShouldContain("v0.1.0");

            var again = await machine.UpAsync();
            again.Output.ShouldContain("Nothing to change");
        }
        finally
        {
            await machine.DownAsync();
        }

        machine.Get("containers").ShouldBeNull();
        machine.Get("registry").ShouldBeNull();
        Directory.Exists(machine.State).ShouldBeFalse();
        (await clone.RunAsync("git", "remote")).ShouldNotContain("big-ben");
    }

    [Fact]
    [Trait("Category", "Nightly")]
    public async Task A_service_and_an_environment_come_and_go_in_the_order_that_is_told()
    {
        await using var machine = await FakeMachine.StartAsync();
        var clone = await machine.CloneAsync();
        await clone.RunAsync("git", "config", "user.name", "A Developer");
        await clone.RunAsync("git", "config", "user.email", "developer@example.com");
        try
        {
            (await SaysAsync("up", "--platform", "kind", "--port", $"{machine.Port}", "--domain", "example.localhost"))
                .ShouldContain($"http://dev.service-a.example.localhost:{machine.Port}");
            await clone.RunAsync("git", "pull", "-q", "--ff-only", "big-ben", "main");
            (await SaysAsync("new", "service", "orders")).ShouldMatch("git push big-ben HEAD:main +# live in developer");
            (await SaysAsync("new", "environment", "staging", "--after", "developer"))
                .ShouldContain("developer → staging → production");
            // As those of the other services: what a push tests is built for it, which takes its time.
            await clone.RunAsync("git", "rm", "-rq", "app/orders/test");
            await clone.RunAsync("git", "commit", "-qm", "Leave the tests away");

            (await PushAsync()).ShouldContain("remote: orders live in developer");
            await SaysAsync("release", "v3.0.0", "--to", "staging");
            RunsIn("orders").ShouldBe(["developer", "staging"]);
            await SaysAsync("release", "v3.0.0");
            RunsIn("orders").ShouldBe(["developer", "staging", "production"]);
            Of("orders").Select(application => application.Source.Digest).Distinct().Count().ShouldBe(1, "the very same image");

            (await SaysAsync("remove", "service", "service-b")).ShouldContain("the next release prunes it in production");
            (await PushAsync()).ShouldContain(
                "remote: service-b pruned from developer, and from staging and production by the next release there");
            RunsIn("service-b").ShouldBe(["staging", "production"]);
            await SaysAsync("release", "v4.0.0", "--to", "staging");
            RunsIn("service-b").ShouldBe(["production"]);
            await SaysAsync("release", "v4.0.0");
            RunsIn("service-b").ShouldBeEmpty();

            await SaysAsync("rollback", "orders", "staging");
            Of("orders").Skip(1).Select(application => application.Source.Tag).ShouldBe(["v3.0.0", "v4.0.0"]);
            var status = await SaysAsync("status", "--wait");
            status.ShouldContain($"http://staging.orders.example.localhost:{machine.Port}");
            status.ShouldNotContain(PlatformHosts.Domain);
            await SaysAsync("remove", "environment", "staging");
            await PushAsync();
            RunsIn("orders").ShouldBe(["developer", "production"]);
        }
        finally
        {
            await machine.DownAsync();
        }

        async Task<string> SaysAsync(params string[] words)
        {
            var result = await machine.BigBenAsync(words);
            result.ExitCode.ShouldBe(0, $"{string.Join(' ', words)}: {result.Output}{result.Error}");
            return result.Output;
        }

        async Task<string> PushAsync()
        {
            var push = await clone.TryAsync("git", "push", "big-ben", "HEAD:main");
            push.ExitCode.ShouldBe(0, push.Error);
            await clone.RunAsync("git", "pull", "-q", "--ff-only", "big-ben", "main");
            return push.Error;
        }

        IReadOnlyList<Application> Of(string service) =>
        [
            .. Chain
                .Select(environment => machine.Cluster!.Find(ResourceKind.Applications, "argocd", $"{environment}-{service}"))
                .OfType<JsonElement>().Select(body => new Application(body)),
        ];

        IEnumerable<string> RunsIn(string service) => Of(service).Select(application => application.Environment);
    }

    [Fact]
    [Trait("Category", "Nightly")]
    public async Task The_console_shows_the_cluster_says_what_it_does_not_know_and_changes_nothing_without_the_token()
    {
        await using var machine = await FakeMachine.StartAsync();
        await machine.CloneAsync();
        try
        {
            var up = await machine.UpAsync();
            up.ExitCode.ShouldBe(0, up.Error);
            var record = PlatformRecord.Read(new StateFolder(machine.State))!;
            var console = $"http://{PlatformHosts.Console}:{record.ApiPort}";
            up.Output.ShouldContain(console);
            (await machine.BigBenAsync("status")).Output.ShouldContain($"Console: {console}");
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{record.ApiPort}") };

            var (_, board) = await AskAsync(HttpMethod.Get, "/");
            foreach (var environment in new[] { "developer", "production" })
            {
                board.ShouldContain($"/applications/{environment}-service-a");
                board.ShouldContain($"/applications/{environment}-service-b");
            }
            board.ShouldContain($"http://dev.service-a.bigben.localhost:{machine.Port}");
            foreach (var page in new[] { "/signals", "/applications/developer-service-a" })
            {
                var (_, text) = await AskAsync(HttpMethod.Get, page);
                text.ShouldContain("does not show the console its traffic");
                text.ShouldContain($"href=\"http://argocd.bigben.localhost:{machine.Port}\"");
                text.ShouldNotContain("grafana.");
            }

            (await AskAsync(HttpMethod.Get, PlatformRoutes.Platform, host: "evil.example")).Status
                .ShouldBe(HttpStatusCode.MisdirectedRequest);
            (await AskAsync(HttpMethod.Post, PlatformRoutes.Deliveries)).Status.ShouldBe(HttpStatusCode.Unauthorized);

            async Task<(HttpStatusCode Status, string Text)> AskAsync(HttpMethod method, string path, string? host = null)
            {
                using var request = new HttpRequestMessage(method, path);
                request.Content = method == HttpMethod.Post ? new StringContent("{}") : null;
                request.Headers.Host = host ?? $"{PlatformHosts.Console}:{record.ApiPort}";
                using var response = await http.SendAsync(request);
                return (response.StatusCode, await response.Content.ReadAsStringAsync());
            }
        }
        finally
        {
            await machine.DownAsync();
        }
    }
}
