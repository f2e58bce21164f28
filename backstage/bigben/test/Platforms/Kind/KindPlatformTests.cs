using System.Net;
using BigBen.Console;
using BigBen.Foundation;

namespace BigBen.Tests.Platforms.Kind;

/// <summary>A platform on kind from a clone: the real program, git, Helm and pushes; the engine and the cluster are stand-ins.</summary>
public sealed class KindPlatformTests
{
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
                text.ShouldContain("does not tell the console its traffic");
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
