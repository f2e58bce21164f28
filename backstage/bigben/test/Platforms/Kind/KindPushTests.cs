using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Platforms.Kind;

/// <summary>What a push to a platform on kind says of what does not become live.</summary>
public sealed class KindPushTests
{
    private const string Values = "app/service-b/deploy-config/developer/values.yaml";

    [Fact]
    [Trait("Category", "Nightly")]
    public async Task A_push_that_is_not_live_says_what_Argo_CD_and_the_pod_say_and_developer_steps_back_from_a_bad_version()
    {
        await using var machine = await FakeMachine.StartAsync();
        var clone = await machine.CloneAsync();
        try
        {
            var up = await machine.UpAsync();
            up.ExitCode.ShouldBe(0, up.Error);
            await clone.RunAsync("git", "pull", "-q", "--ff-only", "big-ben", "main");

            machine.Cluster!.ArgoCd.Sick["developer-service-b"] = Health("Degraded", "exceeded its progress deadline.");
            var degraded = await PushAsync(clone, "# Nothing that a pod could tell.");
            degraded.ExitCode.ShouldBe(0, degraded.Error);
            degraded.Error.ShouldContain(
                "remote: NOT LIVE: developer-service-b is Degraded: exceeded its progress deadline. "
                + "What ran before keeps serving; push a fix or roll back.");

            // The old ReplicaSet's pod is in trouble as well, which says nothing about the new one.
            machine.Cluster!.ArgoCd.Sick["developer-service-b"] = Health("Progressing", "updated replicas are not available");
            foreach (var (set, revision) in new[] { ("service-b-old", 1), ("service-b-new", 2) })
            {
                machine.Cluster.Crash("developer", "service-b", set, revision,
                    "Unhandled exception. System.FormatException: SERVICE_A_URL is not a URL\n   at Program.<Main>(String[] args)\n");
            }
            await clone.RunAsync("git", "pull", "-q", "--ff-only", "big-ben", "main");
            var crashing = await PushAsync(clone, "# One.");
            crashing.ExitCode.ShouldBe(0, crashing.Error);
            crashing.Error.ShouldContain(
                "remote: NOT LIVE: developer-service-b does not come up: pod service-b-new-1 is in CrashLoopBackOff (service-b-new-1: "
                + "Unhandled exception. System.FormatException: SERVICE_A_URL is not a URL). Stepped back service-b from ");
            (await machine.BigBenAsync("status", "--wait", "--timeout", "20")).ShouldSatisfyAllConditions(
                status => status.ExitCode.ShouldBe(1), status => status.Error.ShouldContain("NOT LIVE: developer-service-b"));

            var status = JsonNode.Parse((await machine.BigBenAsync("status", "--json")).Output)!;
            status["unmanaged"]!.AsArray().ShouldBeEmpty("what else a cluster runs is no business of ours");
            var row = status["applications"]!.AsArray().Single(row => $"{row!["application"]}" == "developer-service-b")!;
            $"{row["health"]}".ShouldBe("Progressing");
            var pod = status["pods"]!.AsArray().Single(pod => $"{pod!["name"]}" == "service-b-new-1")!;
            ($"{pod["deployment"]}", $"{pod["status"]}", (int)pod["restarts"]!).ShouldBe(("service-b", "CrashLoopBackOff", 3));
            machine.Cluster.Remove("developer", "service-b-old");
            machine.Cluster.Remove("developer", "service-b-new");
            machine.Cluster.ArgoCd.Sick.Clear();
            machine.Cluster.WrongVersion = "another";
            await clone.RunAsync("git", "pull", "-q", "--ff-only", "big-ben", "main");
            var lying = await PushAsync(clone, "# Two.");
            lying.ExitCode.ShouldBe(0, lying.Error);
            lying.Error.ShouldContain("answers version another where version");
            lying.Error.ShouldContain("Stepped back service-b from ");
            machine.Cluster.WrongVersion = null;
            var waited = await machine.BigBenAsync("status", "--wait");
            waited.ExitCode.ShouldBe(0, waited.Error);

            await clone.RunAsync("git", "pull", "-q", "--ff-only", "big-ben", "main");
            await File.AppendAllTextAsync(
                Path.Combine(clone.Directory, "charts/app/templates/service.yaml"), "\n{{ fail \"broken on purpose\" }}\n");
            await clone.RunAsync("git", "commit", "-qam", "Break the chart");
            var broken = await clone.TryAsync("git", "push", "big-ben", "HEAD:main");
            broken.ExitCode.ShouldNotBe(0);
            broken.Error.ShouldContain("broken on purpose");
        }
        finally
        {
            await machine.DownAsync();
        }
    }

    private static JsonObject Health(string status, string message) =>
        new() { ["health"] = new JsonObject { ["status"] = status, ["message"] = message } };

    private static async Task<CommandResult> PushAsync(Shell clone, string line)
    {
        await File.AppendAllTextAsync(Path.Combine(clone.Directory, Values), $"{line}\n");
        await clone.RunAsync("git", "commit", "-qam", line);
        return await clone.TryAsync("git", "push", "big-ben", "HEAD:main");
    }
}
