using BigBen.ApiServer.Access;
using BigBen.Foundation;
using BigBen.Tests.ApiServer.Streaming;
using BigBen.Tests.Kubelet;

namespace BigBen.Tests.ApiServer.Kubectl;

/// <summary>What a real kubectl makes of rights.</summary>
public class UsersTests
{
    [KubectlFact]
    public async Task Who_only_reads_sees_no_Secrets_value_and_learns_what_may_be_done()
    {
        await using var api = await TestApi.StartAsync("developer");
        var text = $$"""
            { "apiVersion": "v1", "kind": "Secret", "type": "Opaque", "metadata": { "name": "db", "namespace": "developer" },
              "data": { "password": "{{Convert.ToBase64String("hunter2"u8)}}" } }
            """;
        (await Kubectl.RunAsync(api, text, ["apply", "-f", "-"])).ExitCode.ShouldBe(0);
        await api.GrantAsync("reader", readOnly: true);

        var yaml = (await RunAsync(api, "reader", "get", "secrets", "-n", "developer", "-o", "yaml")).Output;
        yaml.ShouldContain("name: db");
        yaml.ShouldContain("password: ++++++++");
        yaml.ShouldNotContain("hunter2");
        yaml.ShouldNotContain(Convert.ToBase64String("hunter2"u8));
        (await RunAsync(api, "reader", "get", "secrets", "-n", "developer")).Output.ShouldMatch(@"db +Opaque +1 ");
        (await RunAsync(api, "reader", "describe", "secret", "db", "-n", "developer")).Output.ShouldNotContain("hunter2");
        (await RunAsync(api, "reader", "auth", "whoami")).Output.ShouldMatch(@"Username +reader\n");
        (await RunAsync(api, "reader", "auth", "can-i", "list", "pods", "-A")).Output.Trim().ShouldBe("yes");
        (await RunAsync(api, "reader", "auth", "can-i", "get", "pods", "--subresource", "log")).Output.Trim().ShouldBe("yes");
        foreach (var part in new[] { "exec", "attach", "portforward" })
            (await RunAsync(api, "reader", "auth", "can-i", "get", "pods", "--subresource", part)).Output.Trim().ShouldBe("no");
        (await RunAsync(api, "reader", "auth", "can-i", "--list")).Output.ShouldContain("pods/log");
        (await RunAsync(api, User.AdminName, "get", "secrets", "-A", "-o", "yaml", "--as", "reader")).Output.ShouldContain("++++++++");
        (await RunAsync(api, User.AdminName, "auth", "can-i", "delete", "pods", "--as", "reader")).Output.Trim().ShouldBe("no");
        var refused = await RunAsync(api, "reader", "delete", "secret", "db", "-n", "developer");
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain(
            "secrets \"db\" is forbidden: User \"reader\" cannot delete resource \"secrets\" in API group \"\" "
            + "in the namespace \"developer\"");
    }

    [KubectlFact]
    public async Task Commands_in_pods_are_for_those_with_the_right_and_kept_with_their_end()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("a", "exec sleep 1000"));
        var accounts = new UserAccounts(node["api"], node.Kubeconfig);
        await accounts.GrantAsync("reader", user => user with { ReadOnly = true }, CancellationToken.None);

        var refused = await Kubectl.RunAsync(
            Kubectl.CommandFor(accounts.KubeconfigOf("reader"), "-n", ServedNode.Namespace, "exec", "a", "--", "true"));
        refused.Error.ShouldContain("pods \"a\" is forbidden: User \"reader\" cannot");
        (await Kubectl.RunAsync(Kubectl.CommandFor(node.Kubeconfig, "-n", ServedNode.Namespace, "exec", "a", "--", "true")))
            .ExitCode.ShouldBe(0);

        // The stream's end is written when both sides are done with it.
        var file = node["api/audit.log"];
        await ServedNode.UntilAsync(() => File.ReadAllText(file).Contains("\"code\":101}", StringComparison.Ordinal)
            && File.ReadLines(file).Last().Contains("ResponseComplete", StringComparison.Ordinal));
        var lines = File.ReadAllLines(file);
        lines[0].ShouldContain("\"username\":\"reader\"");
        lines[0].ShouldContain("\"code\":403");
        lines[^2].ShouldContain("\"stage\":\"ResponseStarted\"");
        lines[^1].ShouldContain("exec?command=true");
        lines[^1].ShouldContain("\"subresource\":\"exec\"");
    }

    private static Task<CommandResult> RunAsync(TestApi api, string user, params string[] arguments) =>
        Kubectl.RunAsync(Kubectl.CommandFor(api.Accounts.KubeconfigOf(user), arguments));
}
