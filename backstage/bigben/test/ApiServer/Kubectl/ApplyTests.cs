namespace BigBen.Tests.ApiServer.Kubectl;

/// <summary>What a real kubectl makes of apply and diff, on the client's side and the server's.</summary>
public class ApplyTests
{
    private const string Data = "jsonpath={.data}";

    [KubectlFact]
    public async Task Applies_on_the_server_after_it_did_on_the_client()
    {
        await using var api = await TestApi.StartAsync("lab");

        (await ShouldRunAsync(api, Note("A: '1'"), "apply", "-f", "-")).ShouldContain("created");
        (await ShouldRunAsync(api, Note("A: '2', B: '2'"), "apply", "--server-side", "-f", "-")).ShouldContain("serverside-applied");
        (await ShouldRunAsync(api, Note("B: '3'"), "apply", "--server-side", "-f", "-")).ShouldContain("serverside-applied");
        (await ShouldRunAsync(api, null, "get", "configmap", "note", "-o", Data)).ShouldBe("""{"B":"3"}""");

        var managers = await ShouldRunAsync(api, null, "get", "configmap", "note", "-o", "jsonpath={.metadata.managedFields[*].manager}");
        managers.Split(' ').ShouldBe(["kubectl", "kubectl-last-applied"], ignoreOrder: true);
        (await ShouldRunAsync(api, Note("B: '4'"), "apply", "-f", "-")).ShouldContain("configured");
        (await ShouldRunAsync(api, null, "get", "configmap", "note", "-o", "yaml")).ShouldNotContain("managedFields");
    }

    [KubectlFact]
    public async Task Tells_of_conflicts_and_takes_over_when_forced()
    {
        await using var api = await TestApi.StartAsync("lab");
        await ShouldRunAsync(api, Note("A: '1'"), "apply", "--server-side", "-f", "-");

        string[] apply = ["-n", "lab", "apply", "--server-side", "--field-manager=other", "-f", "-"];
        var refused = await Kubectl.RunAsync(api, Note("A: '2'"), apply);
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain("Apply failed with 1 conflict: conflict with \"kubectl\": .data.A");
        await ShouldRunAsync(api, Note("A: '2'"), "apply", "--server-side", "--force-conflicts", "--field-manager=other", "-f", "-");

        (await ShouldRunAsync(api, null, "get", "configmap", "note", "-o", Data)).ShouldBe("""{"A":"2"}""");
    }

    [KubectlFact]
    public async Task Shows_what_would_change_and_changes_nothing()
    {
        await using var api = await TestApi.StartAsync("lab");
        foreach (var how in new[] { "--server-side=false", "--server-side=true" })
        {
            await ShouldRunAsync(api, Note("A: '1'"), "apply", how, "-f", "-");
            var differs = await Kubectl.RunAsync(api, Note("A: '2'"), ["-n", "lab", "diff", how, "-f", "-"]);
            differs.ExitCode.ShouldBe(1, $"{how}: {differs.Error}");
            differs.Output.ShouldContain("+  A: \"2\"");
            var same = await Kubectl.RunAsync(api, Note("A: '1'"), ["-n", "lab", "diff", how, "-f", "-"]);
            same.ExitCode.ShouldBe(0, $"{how}: {same.Output}{same.Error}");
        }

        (await ShouldRunAsync(api, null, "get", "configmap", "note", "-o", Data)).ShouldBe("""{"A":"1"}""");
    }

    [KubectlFact]
    public async Task Applies_the_rest_of_a_file_and_names_the_kind_that_is_not_served()
    {
        await using var api = await TestApi.StartAsync("lab");
        const string absent = "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: everywhere}}";

        var applied = await Kubectl.RunAsync(api, $"{absent}\n---\n{Note("A: '1'")}", ["-n", "lab", "apply", "-f", "-"]);

        applied.ExitCode.ShouldBe(1);
        applied.Error.ShouldContain("no matches for kind \"DaemonSet\" in version \"apps/v1\"");
        applied.Output.ShouldContain("configmap/note created");
    }

    private static string Note(string data) => $"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: note}}, data: {{{data}}}}}";

    private static async Task<string> ShouldRunAsync(TestApi api, string? input, params string[] arguments)
    {
        var result = await Kubectl.RunAsync(api, input, ["-n", "lab", .. arguments]);
        result.ExitCode.ShouldBe(0, $"{string.Join(' ', arguments)}: {result.Error}");
        return result.Output.Trim();
    }
}
