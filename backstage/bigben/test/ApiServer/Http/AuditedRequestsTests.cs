using System.Text.Json.Nodes;

namespace BigBen.Tests.ApiServer.Http;

/// <summary>What of requests over the socket is in the audit log once they are answered.</summary>
public class AuditedRequestsTests
{
    private const string Maps = "/api/v1/namespaces/developer/configmaps";

    [Fact]
    public async Task A_change_is_kept_with_who_what_and_answer()
    {
        await using var api = await TestApi.StartAsync("developer");

        using var response = await api.SendAsync(
            "POST", $"{Maps}?fieldManager=test", """{ "metadata": { "generateName": "a-" } }""", header: ("User-Agent", "kubectl/v1.36.3"));

        var made = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        var kept = api.Audited.ShouldHaveSingleItem();
        foreach (var (field, value) in new[]
        {
            ("kind", "Event"), ("apiVersion", "audit.k8s.io/v1"), ("level", "Metadata"), ("stage", "ResponseComplete"),
            ("requestURI", $"{Maps}?fieldManager=test"), ("verb", "create"), ("userAgent", "kubectl/v1.36.3"),
            ("auditID", response.Headers.GetValues("Audit-Id").Single()),
        })
            $"{kept[field]}".ShouldBe(value);
        kept["user"]!.ToJsonString().ShouldBe("""{"username":"big-ben-admin","groups":["system:masters","system:authenticated"]}""");
        kept["objectRef"]!.ToJsonString().ShouldBe(
            $$"""{"resource":"configmaps","namespace":"developer","name":"{{made["metadata"]!["name"]}}","apiVersion":"v1"}""");
        kept["responseStatus"]!.ToJsonString().ShouldBe("""{"metadata":{},"code":201}""");
        kept["annotations"]!.ToJsonString().ShouldBe("""{"authorization.k8s.io/decision":"allow"}""");
        $"{kept["requestReceivedTimestamp"]}".ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$");
        kept["sourceIPs"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("PUT", "/a", "update", 404, "NotFound")]
    [InlineData("PATCH", "/a", "patch", 404, "NotFound")]
    [InlineData("DELETE", "/a", "delete", 404, "NotFound")]
    [InlineData("DELETE", "", "deletecollection", 200, null)]
    [InlineData("POST", "", "create", 400, "BadRequest")]
    public async Task Every_way_to_change_something_is_kept_also_where_it_fails(
        string method, string name, string verb, int code, string? reason)
    {
        await using var api = await TestApi.StartAsync("developer");

        var body = method == "POST" ? "{" : """{ "metadata": { "name": "a" } }""";
        await api.AskAsync(method, $"{Maps}{name}", body, method == "PATCH" ? "application/merge-patch+json" : "application/json");

        var kept = api.Audited.ShouldHaveSingleItem();
        ($"{kept["verb"]}", kept["responseStatus"]!["code"]!.GetValue<int>(), kept["responseStatus"]!["reason"]?.GetValue<string>())
            .ShouldBe((verb, code, reason));
    }

    [Fact]
    public async Task Who_is_refused_is_kept_too()
    {
        await using var api = await TestApi.StartAsync("developer");
        var reader = await api.GrantAsync("reader", readOnly: true);

        foreach (var token in new[] { reader, "wrong", "" })
            await api.AskAsync("DELETE", $"{Maps}/a", token: token);
        await api.AskAsync("GET", "/api/v1/namespaces/developer/pods/a/exec?command=id", token: reader);

        api.Audited.Select(kept => (
            $"{kept["user"]!["username"]}", kept["responseStatus"]!["code"]!.GetValue<int>(),
            $"{kept["annotations"]!["authorization.k8s.io/decision"]}"))
            .ShouldBe([("reader", 403, "forbid"), ("", 401, "forbid"), ("system:anonymous", 403, "forbid"), ("reader", 403, "forbid")]);
    }

    [Fact]
    public async Task Who_asks_as_somebody_else_is_kept_with_both()
    {
        await using var api = await TestApi.StartAsync("developer");

        using var response = await api.SendAsync("DELETE", $"{Maps}/a", header: ("Impersonate-User", "alice"));

        ((int)response.StatusCode).ShouldBe(403);
        var kept = api.Audited.ShouldHaveSingleItem();
        $"{kept["user"]!["username"]}".ShouldBe("big-ben-admin");
        kept["impersonatedUser"]!.ToJsonString().ShouldBe("""{"username":"alice","groups":["system:authenticated"]}""");
    }

    [Fact]
    public async Task What_changes_nothing_is_not_kept()
    {
        await using var api = await TestApi.StartAsync("developer");

        await api.AskAsync("GET", Maps);
        await api.AskAsync("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}");
        api.Create("v1", "configmaps", "developer", """{ "metadata": { "name": "of-a-controller" } }""");

        api.Audited.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_value_of_a_Secret_and_no_token_is_in_it()
    {
        await using var api = await TestApi.StartAsync("developer");
        const string Secrets = "/api/v1/namespaces/developer/secrets";

        await api.AskAsync("POST", Secrets, """{ "metadata": { "name": "a" }, "stringData": { "password": "hunter2" } }""");
        await api.AskAsync("POST", Secrets, """{ "metadata": { "name": "b" }, "data": { "password": "hunter2!" } }""");
        await api.AskAsync("POST", Secrets, """{ "stringData": { "password": "hunter2" """);
        await api.AskAsync("PATCH", $"{Secrets}/a", """{ "stringData": { "password": "hunter22" } }""", "application/merge-patch+json");

        api.Audited.Count.ShouldBe(4);
        var text = string.Concat(api.Audited.Select(kept => kept.ToJsonString()));
        text.ShouldNotContain("hunter2");
        text.ShouldNotContain(Convert.ToBase64String("hunter2"u8));
        text.ShouldNotContain(api.Token);
    }
}
