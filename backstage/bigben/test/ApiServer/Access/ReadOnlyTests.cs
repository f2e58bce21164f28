using System.Text;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Access;

namespace BigBen.Tests.ApiServer.Access;

/// <summary>What who only reads gets to see, over the socket: everything but the values of Secrets.</summary>
public class ReadOnlyTests
{
    private const string Secrets = "/api/v1/namespaces/developer/secrets";
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io";
    private const string Metadata = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";

    private static readonly string Value = Convert.ToBase64String("hunter2"u8);

    [Theory]
    [InlineData($"{Secrets}/db", null)]
    [InlineData($"{Secrets}/db", "application/yaml")]
    [InlineData($"{Secrets}/db", Table)]
    [InlineData($"{Secrets}/db?includeObject=Object", Table)]
    [InlineData($"{Secrets}/db", Metadata)]
    [InlineData(Secrets, null)]
    [InlineData(Secrets, "application/yaml")]
    [InlineData("/api/v1/secrets?limit=1", null)]
    [InlineData($"{Secrets}?includeObject=Object", Table)]
    [InlineData(Secrets, Metadata)]
    [InlineData("/api/v1/secrets?labelSelector=owner=helm", null)]
    public async Task No_answer_has_the_value_of_a_Secret(string path, string? accept)
    {
        await using var api = await TestApi.StartAsync("developer");
        await KeepAsync(api);
        var reader = await api.GrantAsync("reader", readOnly: true);

        var seen = await BodyAsync(api, path, accept, reader);
        var all = await BodyAsync(api, path, accept, api.Token);

        ShouldHaveNoValue(seen);
        seen.ShouldContain(path.Contains("helm", StringComparison.Ordinal) ? "sh.helm.release.v1.web.v1" : "db");
        all.Length.ShouldBeGreaterThan(10);
    }

    [Theory]
    [InlineData($"{Secrets}?watch=true", null)]
    [InlineData($"{Secrets}?watch=true&includeObject=Object", Table)]
    [InlineData("/api/v1/secrets?watch=true&fieldSelector=metadata.name=db", null)]
    [InlineData($"{Secrets}?watch=true", Metadata)]
    public async Task No_watch_has_the_value_of_a_Secret(string path, string? accept)
    {
        await using var api = await TestApi.StartAsync("developer");
        await KeepAsync(api);
        var reader = await api.GrantAsync("reader", readOnly: true);
        var events = new StringBuilder();

        await foreach (var seen in api.WatchAsync(path, accept, reader))
        {
            events.Append(seen.ToJsonString());
            if ($"{seen["type"]}" == "MODIFIED")
                break;
            var changed = Convert.ToBase64String("hunter2, changed"u8);
            api.Update("v1", "secrets", "developer", "db", value => value["data"] = new JsonObject { ["password"] = changed });
        }

        ShouldHaveNoValue(events.ToString());
    }

    [Fact]
    public async Task What_is_around_the_values_is_seen_as_it_is()
    {
        await using var api = await TestApi.StartAsync("developer");
        await KeepAsync(api);
        var reader = await api.GrantAsync("reader", readOnly: true);

        var seen = (await api.AskAsync("GET", $"{Secrets}/db", token: reader)).Answer;
        var all = (await api.AskAsync("GET", $"{Secrets}/db")).Answer;

        seen["data"]!.AsObject().Select(pair => (pair.Key, $"{pair.Value}")).ShouldBe([("password", "++++++++")]);
        $"{all["data"]!["password"]}".ShouldBe(Value);
        foreach (var field in new[] { "uid", "resourceVersion", "managedFields", "creationTimestamp" })
            JsonNode.DeepEquals(seen["metadata"]![field], all["metadata"]![field]).ShouldBeTrue(field);
        $"{(await api.AskAsync("GET", $"{Secrets}/db", accept: Table, token: reader)).Answer["rows"]![0]!["cells"]![2]}".ShouldBe("1");
    }

    [Theory]
    [InlineData("GET", "/api/v1/pods", 200)]
    [InlineData("GET", "/api/v1/namespaces/developer/pods/a/log", 200)]
    [InlineData("GET", "/apis/argoproj.io/v1alpha1/applications", 200)]
    [InlineData("GET", "/api/v1/nodes", 200)]
    [InlineData("GET", "/apis/metrics.k8s.io/v1beta1/nodes", 200)]
    [InlineData("GET", "/openapi/v3", 200)]
    [InlineData("GET", "/api/v1/namespaces/developer/pods/a/exec?command=x", 403)]
    [InlineData("POST", "/api/v1/namespaces/developer/pods/a/exec?command=x", 403)]
    [InlineData("GET", "/api/v1/namespaces/developer/pods/a/attach", 403)]
    [InlineData("GET", "/api/v1/namespaces/developer/pods/a/portforward?ports=80", 403)]
    [InlineData("POST", Secrets, 403)]
    [InlineData("PUT", $"{Secrets}/db", 403)]
    [InlineData("PATCH", $"{Secrets}/db", 403)]
    [InlineData("DELETE", $"{Secrets}/db", 403)]
    [InlineData("DELETE", Secrets, 403)]
    [InlineData("POST", "/api/v1/namespaces/developer/pods/a/eviction", 403)]
    [InlineData("POST", "/apis/authentication.k8s.io/v1/tokenreviews", 403)]
    public async Task All_is_read_and_nothing_changed(string method, string path, int code)
    {
        await using var api = await TestApi.StartAsync("developer");
        await KeepAsync(api);
        api.Create("v1", "pods", "developer", """{ "metadata": { "name": "a" }, "spec": { "containers": [{ "name": "a" }] } }""");
        var reader = await api.GrantAsync("reader", readOnly: true);

        using var response = await api.SendAsync(method, path, method is "GET" ? null : "{}", token: reader);

        ((int)response.StatusCode).ShouldBe(code);
    }

    [Fact]
    public async Task Who_may_write_a_Secret_and_not_read_it_gets_no_value_in_the_answer()
    {
        await using var api = await TestApi.StartAsync("developer");
        await KeepAsync(api);
        var rule = new PolicyRule { Verbs = ["patch", "deletecollection"], ApiGroups = [""], Resources = ["secrets"] };
        var writer = await api.GrantAsync("writer", rules: rule);
        var reader = await api.GrantAsync("reader", rules: rule with { Verbs = ["patch", "get"] });
        const string Patch = """{ "metadata": { "labels": { "a": "b" } } }""";

        var (code, answer) = await api.AskAsync("PATCH", $"{Secrets}/db", Patch, "application/merge-patch+json", token: writer);
        code.ShouldBe(200);
        ShouldHaveNoValue(answer.ToJsonString());
        $"{(await api.AskAsync("PATCH", $"{Secrets}/db", Patch, "application/merge-patch+json", token: reader)).Answer["data"]}"
            .ShouldContain(Value);
        ShouldHaveNoValue((await api.AskAsync("DELETE", Secrets, token: writer)).Answer.ToJsonString());
    }

    // As kubectl apply and Helm leave one behind.
    private static async Task KeepAsync(TestApi api)
    {
        var applied = $$"""{\"data\":{\"password\":\"{{Value}}\"},\"kind\":\"Secret\"}""";
        var (code, answer) = await api.AskAsync("POST", Secrets, $$"""
            {
              "apiVersion": "v1", "kind": "Secret", "data": { "password": "{{Value}}" },
              "metadata": {
                "name": "db", "annotations": { "kubectl.kubernetes.io/last-applied-configuration": "{{applied}}" }
              }
            }
            """);
        code.ShouldBe(201, answer.ToJsonString());
        api.Create("v1", "secrets", "developer", $$"""
            {
              "metadata": { "name": "sh.helm.release.v1.web.v1", "labels": { "owner": "helm" } },
              "type": "helm.sh/release.v1", "data": { "release": "{{Value}}" }
            }
            """);
    }

    private static async Task<string> BodyAsync(TestApi api, string path, string? accept, string token)
    {
        using var response = await api.SendAsync("GET", path, accept: accept, token: token);
        ((int)response.StatusCode).ShouldBe(200);
        return await response.Content.ReadAsStringAsync();
    }

    private static void ShouldHaveNoValue(string text)
    {
        text.ShouldNotContain("aHVudGVyM");
        text.ShouldNotContain("hunter2");
    }
}
