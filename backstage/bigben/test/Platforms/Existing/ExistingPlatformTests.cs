using System.Text.Json;
using BigBen.Kubernetes;
using BigBen.Tests.Git;
using BigBen.Tests.Platforms.Existing.Rights;
using BigBen.Tests.Platforms.Kind;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Platforms.Existing;

/// <summary>
/// A platform in somebody's cluster, from a clone: the real program, git, Helm's rendering and pushes against a real API that another
/// platform of this machine has; what its pods and Argo CD would do is a stand-in's.
/// </summary>
public sealed class ExistingPlatformTests
{
    private const string ArgoCd = "gitops";
    private const string Label = "bigben.localhost/platform";
    private const string Secret = "big-ben-registry";

    [Fact]
    public async Task From_doctor_over_a_killed_up_pushes_a_release_and_a_rollback_to_nothing_of_ours_left()
    {
        await using var machine = await FakeMachine.StartAsync();
        var clone = await machine.CloneAsync();
        using var folder = new TempFolder();
        var hosted = new Shell(folder["hosted.git"]);
        await clone.RunAsync("git", "clone", "-q", "--bare", ".", hosted.Directory);
        var cluster = await machine.StartClusterAsync(ArgoCd, hosted.Directory);
        var url = new Uri(hosted.Directory).AbsoluteUri;
        Login(machine);
        Make(cluster, "production", []);
        var up = (string[])
            ["up", "--platform", "cluster", "--context", "stand-in", "--source", url, "--registry", machine.Registry,
                "--port", $"{machine.Port}", "--ingress-class", "nginx"];

        // Nobody's administrator: with what is asked for, less one, and then with all of it.
        var needed = NeededRightsTests.Needed(installs: false).ToList();
        var missing = needed.Single(right => $"{right}" == "patch deployments.apps in the namespace developer");
        await cluster.LimitAsync(needed.Where(right => right != missing));
        var lacking = await machine.BigBenAsync(up);
        lacking.ExitCode.ShouldBe(1, lacking.Output);
        lacking.Error.ShouldContain($"The cluster does not let you {missing} ({missing.Why}): ");
        await cluster.LimitAsync(needed);

        var doctor = await machine.BigBenAsync("doctor", "--context", "stand-in", "--registry", machine.Registry);
        doctor.ExitCode.ShouldBe(1, doctor.Output);
        doctor.Output.ShouldContain("Argo CD in the namespace gitops");
        doctor.Output.ShouldContain("The namespace 'production' is there already and not Big Ben's");
        var refused = await machine.BigBenAsync(up);
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain("The namespace 'production' is there already and not Big Ben's");
        Find(cluster, ResourceKind.Namespaces, "", "developer").ShouldBeNull("nothing is made before all is looked at");

        cluster.Change(ResourceKind.Namespaces, "", "production", body =>
            body["metadata"]!["labels"]!["app.kubernetes.io/managed-by"] = "big-ben");
        machine.Inject("--install big-ben", Trouble.Kill);
        (await machine.BigBenAsync(up)).ExitCode.ShouldBe(137);
        machine.WasMet.ShouldBeTrue();
        Labels(cluster, "developer").ShouldContain(Label);
        await DownAsync(machine);
        Find(cluster, ResourceKind.Namespaces, "", "developer").ShouldBeNull("a killed run's namespace goes");
        Find(cluster, ResourceKind.Namespaces, "", "production").ShouldNotBeNull("what was there before stays");

        var whole = await machine.BigBenAsync(up);
        whole.ExitCode.ShouldBe(0, whole.Error);
        whole.Output.ShouldContain($"http://production.service-b.bigben.localhost:{machine.Port}");
        Find(cluster, ResourceKind.Secrets, "production", Secret).ShouldNotBeNull();
        var root = Find(cluster, ResourceKind.Applications, ArgoCd, "big-ben")!.Value.GetRawText();
        foreach (var value in new[] { url, machine.Registry, "nginx", Secret })
            root.ShouldContain(value);
        (await machine.BigBenAsync(up)).Output.ShouldContain("Nothing to change");

        await clone.RunAsync("git", "pull", "-q", "--ff-only", "big-ben", "main");
        await File.AppendAllTextAsync(Path.Combine(clone.Directory, "app/service-b/deploy-config/developer/values.yaml"), "# One.\n");
        await clone.RunAsync("git", "commit", "-qam", "Say nothing");
        var pushed = (await clone.RunAsync("git", "rev-parse", "HEAD")).Trim();
        var push = await clone.TryAsync("git", "push", "big-ben", "HEAD:main");
        push.ExitCode.ShouldBe(0, push.Error);
        (await hosted.RunAsync("git", "log", "--format=%H", "main")).ShouldContain(pushed);
        (await machine.BigBenAsync("release", "v3.0.0", "--revision", "main")).ExitCode.ShouldBe(0);
        (await hosted.RunAsync("git", "tag")).ShouldContain("v3.0.0");
        (await machine.BigBenAsync("rollback", "service-a", "production")).ExitCode.ShouldBe(0);
        Make(cluster, "theirs", []);
        cluster.Deploy("theirs", "service-a");
        var status = await machine.BigBenAsync("status", "--wait", "--json");
        status.ExitCode.ShouldBe(0, status.Error);
        status.Output.ShouldContain("v3.0.0");
        status.Output.ShouldNotContain("theirs");

        await DownAsync(machine);

        Find(cluster, ResourceKind.Namespaces, "", "developer").ShouldBeNull();
        Labels(cluster, "production").ShouldNotContain(Label);
        Find(cluster, ResourceKind.Secrets, "production", Secret).ShouldBeNull();
        Find(cluster, ResourceKind.Applications, ArgoCd, "big-ben").ShouldBeNull();
        Find(cluster, ResourceKind.Applications, ArgoCd, "developer-service-a").ShouldBeNull();
        Find(cluster, ResourceKind.StatefulSets, ArgoCd, "cd-controller").ShouldNotBeNull("Argo CD was theirs");
        Find(cluster, ResourceKind.Deployments, "theirs", "service-a").ShouldNotBeNull();
        Directory.Exists(machine.State).ShouldBeFalse();
    }

    private static void Login(FakeMachine machine)
    {
        Directory.CreateDirectory(machine.In("docker"));
        File.WriteAllText(
            machine.In("docker/config.json"), $$"""{ "auths": { "{{machine.Registry.Split('/')[0]}}": { "auth": "bWU6c2VjcmV0" } } }""");
    }

    private static void Make(FakeCluster cluster, string ns, Dictionary<string, string> labels) => cluster.Apply(
        ResourceKind.Namespaces, "", JsonSerializer.SerializeToNode(
            new { apiVersion = "v1", kind = "Namespace", metadata = new { name = ns, labels } })!.AsObject());

    private static JsonElement? Find(FakeCluster cluster, ResourceKind kind, string ns, string name) => cluster.Find(kind, ns, name);

    private static string Labels(FakeCluster cluster, string ns) =>
        cluster.Find(ResourceKind.Namespaces, "", ns)!.Value.At("metadata", "labels")?.GetRawText() ?? "";

    private static async Task DownAsync(FakeMachine machine)
    {
        var down = await machine.BigBenAsync("down");
        down.ExitCode.ShouldBe(0, down.Error + down.Output);
        down.Output.ShouldContain("nothing of it in the cluster");
    }
}
