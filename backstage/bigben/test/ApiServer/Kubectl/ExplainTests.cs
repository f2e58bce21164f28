namespace BigBen.Tests.ApiServer.Kubectl;

/// <summary><c>kubectl explain</c>, and kubectl's validation by the server.</summary>
public class ExplainTests
{
    [KubectlFact]
    public async Task Fields_are_explained_with_their_types()
    {
        await using var api = await TestApi.StartAsync("developer");

        var replicas = await RunAsync(api, "explain", "deployment.spec.replicas");
        replicas.ShouldContain("GROUP:      apps");
        replicas.ShouldContain("KIND:       Deployment");
        replicas.ShouldContain("VERSION:    v1");
        replicas.ShouldContain("FIELD: replicas <integer>");
        replicas.ShouldContain("<empty>");
        var pod = await RunAsync(api, "explain", "pod", "--recursive");
        string[] fields = ["containers	<[]Container>", "httpGet	<HTTPGetAction>", "limits	<map[string]Quantity>", "kind	<string>"];
        foreach (var field in fields)
            pod.ShouldContain(field);
        (await RunAsync(api, "explain", "applications")).ShouldContain("metadata	<ObjectMeta>");
        (await RunAsync(api, "explain", "--api-version=events.k8s.io/v1", "event.regarding")).ShouldContain("fieldPath");
        (await RunAsync(api, "explain", "hpa.spec")).ShouldContain("scaleTargetRef	<CrossVersionObjectReference>");
        var wrong = await Kubectl.RunAsync(api, "explain", "deployment.spec.nope");
        wrong.ExitCode.ShouldBe(1);
        wrong.Error.ShouldContain("field \"nope\" does not exist");
    }

    [KubectlFact]
    public async Task The_server_validates_for_kubectl()
    {
        const string manifest = """
            { "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "note" }, "data": { "A": "1" }, "colour": "red" }
            """;
        await using var api = await TestApi.StartAsync("developer");

        foreach (var verb in (string[])["create", "apply"])
        {
            var refused = await Kubectl.RunAsync(api, manifest, ["-n", "developer", verb, "--validate=strict", "-f", "-"]);
            refused.ExitCode.ShouldBe(1);
            refused.Error.ShouldContain("strict decoding error: unknown field \"colour\"");
        }

        var taken = await Kubectl.RunAsync(api, manifest, ["-n", "developer", "apply", "--validate=ignore", "-f", "-"]);
        taken.ExitCode.ShouldBe(0, taken.Error);
    }

    private static async Task<string> RunAsync(TestApi api, params string[] arguments)
    {
        var result = await Kubectl.RunAsync(api, arguments);
        result.ExitCode.ShouldBe(0, result.Error);
        return result.Output;
    }
}
