using BigBen.ApiServer.Access;

namespace BigBen.Tests.ApiServer.Access;

/// <summary>That what is said of rights is what holds, over the socket.</summary>
public class ReviewsTests
{
    private const string Reviews = "/apis/authorization.k8s.io/v1";

    private static readonly PolicyRule OneDeployment = new()
    {
        Verbs = ["get", "patch"],
        ApiGroups = ["apps"],
        Resources = ["deployments", "*/scale"],
        ResourceNames = ["web"],
        Namespace = "developer",
    };

    [Theory]
    [InlineData("""{ "verb": "get", "group": "apps", "resource": "deployments", "namespace": "developer", "name": "web" }""", true)]
    [InlineData("""{ "verb": "get", "group": "apps", "resource": "deployments", "namespace": "developer", "name": "other" }""", false)]
    [InlineData("""{ "verb": "get", "group": "apps", "resource": "deployments", "namespace": "developer" }""", false)]
    [InlineData("""{ "verb": "get", "group": "", "resource": "deployments", "namespace": "developer", "name": "web" }""", false)]
    [InlineData("""{ "verb": "get", "group": "apps", "resource": "deployments", "namespace": "production", "name": "web" }""", false)]
    [InlineData("""{ "verb": "get", "group": "apps", "resource": "deployments", "name": "web" }""", false)]
    [InlineData("""{ "verb": "delete", "group": "apps", "resource": "deployments", "namespace": "developer", "name": "web" }""", false)]
    [InlineData(
        """{ "verb": "patch", "group": "apps", "resource": "replicasets", "subresource": "scale", "namespace": "developer", """
        + """ "name": "web" }""",
        true)]
    [InlineData(
        """{ "verb": "patch", "group": "apps", "resource": "deployments", "subresource": "status", "namespace": "developer", """
        + """ "name": "web" }""",
        false)]
    [InlineData("""{ "verb": "*", "group": "*", "resource": "*" }""", false)]
    public async Task A_review_of_a_resource_says_what_holds(string attributes, bool allowed)
    {
        await using var api = await TestApi.StartAsync();
        var alice = await api.GrantAsync("alice", rules: OneDeployment);
        var self = $$"""{ "spec": { "resourceAttributes": {{attributes}} } }""";
        var other = $$"""{ "spec": { "user": "alice", "resourceAttributes": {{attributes}} } }""";

        (await AllowedAsync(api, "selfsubjectaccessreviews", self, alice)).ShouldBe(allowed);
        (await AllowedAsync(api, "subjectaccessreviews", other, api.Token)).ShouldBe(allowed);
        (await AllowedAsync(api, "selfsubjectaccessreviews", self, api.Token)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("/healthz", "get", true)]
    [InlineData("/openapi/v3", "get", true)]
    [InlineData("/logs/kubelet", "get", true)]
    [InlineData("/logs", "get", false)]
    [InlineData("/metrics", "get", false)]
    [InlineData("/healthz", "post", false)]
    public async Task A_review_of_a_path_says_what_holds(string path, string verb, bool allowed)
    {
        await using var api = await TestApi.StartAsync();
        var alice = await api.GrantAsync("alice", rules: new PolicyRule { Verbs = ["get"], NonResourceUrls = ["/logs/*"] });
        var review = $$"""{ "spec": { "nonResourceAttributes": { "path": "{{path}}", "verb": "{{verb}}" } } }""";

        (await AllowedAsync(api, "selfsubjectaccessreviews", review, alice)).ShouldBe(allowed);
    }

    [Fact]
    public async Task A_review_asks_for_one_thing()
    {
        await using var api = await TestApi.StartAsync();

        var (code, answer) = await api.AskAsync("POST", $"{Reviews}/selfsubjectaccessreviews", """{ "spec": {} }""");

        code.ShouldBe(422);
        $"{answer["message"]}".ShouldContain("exactly one of nonResourceAttributes or resourceAttributes must be specified");
    }

    [Fact]
    public async Task All_rules_that_hold_somewhere_are_told()
    {
        await using var api = await TestApi.StartAsync();
        var alice = await api.GrantAsync("alice", rules: OneDeployment);

        async Task<string> RulesAsync(string ns) => (await api.AskAsync(
            "POST", $"{Reviews}/selfsubjectrulesreviews", $$"""{ "spec": { "namespace": "{{ns}}" } }""", token: alice))
            .Answer["status"]!.ToJsonString();

        (await RulesAsync("developer")).ShouldContain(
            """{"verbs":["get","patch"],"apiGroups":["apps"],"resources":["deployments","*/scale"],"resourceNames":["web"]}""");
        (await RulesAsync("developer")).ShouldContain("\"nonResourceURLs\":[\"/healthz\"");
        (await RulesAsync("production")).ShouldNotContain("deployments");
    }

    [Fact]
    public async Task Everybody_learns_who_they_are()
    {
        await using var api = await TestApi.StartAsync();
        var alice = await api.GrantAsync("alice", rules: OneDeployment);
        const string Authentication = "/apis/authentication.k8s.io/v1";

        var self = (await api.AskAsync("POST", $"{Authentication}/selfsubjectreviews", "{}", token: alice)).Answer["status"]!;
        self["userInfo"]!.ToJsonString().ShouldBe("""{"username":"alice","groups":["system:authenticated"]}""");
        var review = $$"""{ "spec": { "token": "{{alice}}" } }""";
        var token = (await api.AskAsync("POST", $"{Authentication}/tokenreviews", review)).Answer["status"]!;
        $"{token["user"]!["username"]}".ShouldBe("alice");
        (await api.AskAsync("POST", $"{Authentication}/tokenreviews", review, token: alice)).Code.ShouldBe(403);
    }

    private static async Task<bool> AllowedAsync(TestApi api, string resource, string review, string token) =>
        (await api.AskAsync("POST", $"{Reviews}/{resource}", review, token: token)).Answer["status"]!["allowed"]!.GetValue<bool>();
}
