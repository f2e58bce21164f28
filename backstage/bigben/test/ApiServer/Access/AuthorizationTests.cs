using BigBen.ApiServer.Access;

namespace BigBen.Tests.ApiServer.Access;

/// <summary>What users with rules of their own may do, over the socket.</summary>
public class AuthorizationTests
{
    private static readonly PolicyRule PodsOfDeveloper = new()
    {
        Verbs = ["get", "list"],
        ApiGroups = [""],
        Resources = ["pods"],
        Namespace = "developer",
    };

    [Theory]
    [InlineData("GET", "/api/v1/namespaces/developer/pods", 200, "")]
    [InlineData("GET", "/api/v1/namespaces/developer/pods/a", 200, "")]
    [InlineData(
        "GET", "/api/v1/namespaces/production/pods/x", 403,
        """pods "x" is forbidden: User "alice" cannot get resource "pods" in API group "" in the namespace "production" """)]
    [InlineData(
        "GET", "/api/v1/pods", 403,
        """pods is forbidden: User "alice" cannot list resource "pods" in API group "" at the cluster scope """)]
    [InlineData(
        "DELETE", "/api/v1/namespaces/developer/pods/a", 403,
        """pods "a" is forbidden: User "alice" cannot delete resource "pods" in API group "" in the namespace "developer" """)]
    [InlineData(
        "GET", "/api/v1/namespaces/developer/pods/a/log", 403,
        """pods "a" is forbidden: User "alice" cannot get resource "pods/log" in API group "" in the namespace "developer" """)]
    [InlineData(
        "GET", "/api/v1/namespaces/developer/pods?watch=true", 403,
        """pods is forbidden: User "alice" cannot watch resource "pods" in API group "" in the namespace "developer" """)]
    [InlineData(
        "PATCH", "/apis/apps/v1/namespaces/developer/deployments/w/scale", 403,
        "deployments.apps \"w\" is forbidden: User \"alice\" cannot patch resource \"deployments/scale\" in API group \"apps\" "
        + "in the namespace \"developer\"")]
    [InlineData(
        "GET", "/api/v1/namespaces/developer", 403,
        "namespaces \"developer\" is forbidden: User \"alice\" cannot get resource \"namespaces\" in API group \"\" "
        + "in the namespace \"developer\"")]
    [InlineData("GET", "/apis/apps/v1", 200, "")]
    [InlineData("GET", "/metrics", 403, """forbidden: User "alice" cannot get path "/metrics" """)]
    public async Task A_right_is_what_a_rule_names_and_nothing_else(string method, string path, int code, string message)
    {
        await using var api = await TestApi.StartAsync("developer", "production");
        api.Create("v1", "pods", "developer", """{ "metadata": { "name": "a" } }""");
        var alice = await api.GrantAsync("alice", rules: PodsOfDeveloper);

        var (answered, answer) = await api.AskAsync(method, path, method == "PATCH" ? "{}" : null, token: alice);

        answered.ShouldBe(code);
        if (code != 403)
            return;
        answer["message"]!.GetValue<string>().ShouldBe(message.TrimEnd());
        answer["kind"]!.GetValue<string>().ShouldBe("Status");
        answer["reason"]!.GetValue<string>().ShouldBe("Forbidden");
    }

    [Fact]
    public async Task A_Role_gives_no_right_over_what_belongs_to_the_cluster()
    {
        await using var api = await TestApi.StartAsync("developer");
        var rule = new PolicyRule { Verbs = ["*"], ApiGroups = ["*"], Resources = ["*"], Namespace = "developer" };
        var alice = await api.GrantAsync("alice", rules: rule);
        const string Namespace = """{ "metadata": { "name": "alices" } }""";

        foreach (var (method, path, expected) in new[]
        {
            ("GET", "namespaces/developer/nodes", 404),
            ("GET", "namespaces/developer/nodes?watch=true", 404),
            ("POST", "namespaces/developer/persistentvolumes", 404),
            ("DELETE", "namespaces/developer/persistentvolumes", 404),
            ("POST", "namespaces/developer", 405),
            ("POST", "namespaces/developer/namespaces", 403),
            ("POST", "namespaces", 403),
        })
        {
            var (code, answer) = await api.AskAsync(method, $"/api/v1/{path}", method == "POST" ? Namespace : null, token: alice);
            code.ShouldBe(expected, $"{method} {path}: {answer}");
        }

        api.Store.Find(TestApi.Resource("v1", "namespaces"), "", "alices").ShouldBeNull();
    }

    [Fact]
    public async Task Who_may_make_one_object_by_name_makes_none()
    {
        await using var api = await TestApi.StartAsync("developer");
        var rule = new PolicyRule { Verbs = ["create", "update"], ApiGroups = [""], Resources = ["secrets"], ResourceNames = ["mine"] };
        var alice = await api.GrantAsync("alice", rules: rule);
        const string Secrets = "/api/v1/namespaces/developer/secrets";
        const string Other = """{ "metadata": { "name": "other" } }""";

        (await api.AskAsync("POST", $"{Secrets}/mine", Other, token: alice)).Code.ShouldBe(405);
        (await api.AskAsync("POST", Secrets, Other, token: alice)).Code.ShouldBe(403);
        api.Store.List(TestApi.Resource("v1", "secrets")).Items.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("?fieldSelector=metadata.name=mine", 200)]
    [InlineData("?fieldSelector=type!%3Dx,metadata.name%3D%3Dmine", 200)]
    [InlineData("?watch=true&timeoutSeconds=1&fieldSelector=metadata.name=mine", 200)]
    [InlineData("?fieldSelector=metadata.name=other", 403)]
    [InlineData("?fieldSelector=metadata.name!=mine", 403)]
    [InlineData("?fieldSelector=type=mine", 403)]
    [InlineData("?fieldSelector=metadata.name=mine,x", 403)]
    [InlineData("?labelSelector=metadata.name=mine", 403)]
    [InlineData("", 403)]
    public async Task Who_may_list_one_object_by_name_selects_it(string query, int expected)
    {
        await using var api = await TestApi.StartAsync("developer");
        api.Create("v1", "secrets", "developer", """{ "metadata": { "name": "mine" } }""");
        api.Create("v1", "secrets", "developer", """{ "metadata": { "name": "other" } }""");
        var rule = new PolicyRule { Verbs = ["list", "watch"], ApiGroups = [""], Resources = ["secrets"], ResourceNames = ["mine"] };
        var alice = await api.GrantAsync("alice", rules: rule);

        using var response = await api.SendAsync("GET", $"/api/v1/namespaces/developer/secrets{query}", token: alice);

        var answer = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(expected, answer);
        if (expected == 200)
            answer.ShouldNotContain("other");
    }

    // Kubernetes restricts this right to no names: the selector is not part of what is asked for.
    [Fact]
    public async Task Who_may_delete_all_of_one_name_deletes_nothing()
    {
        await using var api = await TestApi.StartAsync("developer");
        var rule = new PolicyRule { Verbs = ["*"], ApiGroups = [""], Resources = ["secrets"], ResourceNames = ["mine"] };
        var alice = await api.GrantAsync("alice", rules: rule);
        const string Path = "/api/v1/namespaces/developer/secrets?fieldSelector=metadata.name=mine";

        (await api.AskAsync("DELETE", Path, token: alice)).Code.ShouldBe(403);
    }

    [Fact]
    public async Task Who_may_patch_and_not_create_makes_nothing_by_apply()
    {
        await using var api = await TestApi.StartAsync("developer");
        var rule = new PolicyRule { Verbs = ["patch"], ApiGroups = [""], Resources = ["configmaps"] };
        var alice = await api.GrantAsync("alice", rules: rule);
        const string Path = "/api/v1/namespaces/developer/configmaps/a?fieldManager=alice";
        const string Body = """{ "apiVersion": "v1", "kind": "ConfigMap", "data": { "x": "1" } }""";

        var (code, answer) = await api.AskAsync("PATCH", Path, Body, "application/apply-patch+yaml", token: alice);
        code.ShouldBe(403);
        answer["message"]!.GetValue<string>().ShouldContain("cannot create resource \"configmaps\"");
        api.Create("v1", "configmaps", "developer", """{ "metadata": { "name": "a" } }""");
        (await api.AskAsync("PATCH", Path, Body, "application/apply-patch+yaml", token: alice)).Code.ShouldBe(200);
    }

    [Fact]
    public async Task A_connection_into_a_pod_needs_the_right_to_create_one()
    {
        await using var api = await TestApi.StartAsync("developer");
        api.Create("v1", "pods", "developer", """{ "metadata": { "name": "a" }, "spec": { "nodeName": "big-ben", "containers": [] } }""");
        var reader = await api.GrantAsync("reader", rules: new PolicyRule { Verbs = ["get"], ApiGroups = ["*"], Resources = ["*"] });

        foreach (var part in new[] { "exec", "attach", "portforward" })
        {
            var (code, answer) = await api.AskAsync("GET", $"/api/v1/namespaces/developer/pods/a/{part}?command=x", token: reader);
            code.ShouldBe(403);
            answer["message"]!.GetValue<string>().ShouldContain($"cannot create resource \"pods/{part}\"");
        }
    }

    [Fact]
    public async Task A_token_that_is_nobodys_is_refused_and_no_token_is_anonymous()
    {
        await using var api = await TestApi.StartAsync();

        var (wrong, status) = await api.AskAsync("GET", "/api/v1/pods", token: "wrong");
        (wrong, status["message"]!.GetValue<string>()).ShouldBe((401, "Unauthorized"));
        var (none, anonymous) = await api.AskAsync("GET", "/api/v1/pods", token: "");
        none.ShouldBe(403);
        anonymous["message"]!.GetValue<string>().ShouldContain("User \"system:anonymous\" cannot list");
    }
}
