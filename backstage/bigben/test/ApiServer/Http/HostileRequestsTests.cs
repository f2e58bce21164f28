using BigBen.Hostile;
using BigBen.Hostile.Api;
using BigBen.Hostile.Sockets;

namespace BigBen.Tests.ApiServer.Http;

/// <summary>The first of what backstage/hostile tries.</summary>
public class HostileRequestsTests
{
    private const int Requests = 1500;

    [Fact]
    public async Task Whatever_is_asked_of_the_API_by_who_may_is_answered_and_by_no_error_of_ours()
    {
        await using var api = await TestApi.StartAsync(Playground.Namespace, "developer");

        var outcome = await new Volley(api.Doors, new ApiGrammar(api.Token), Choice.KeptSeed).SendAsync(0, Requests);

        outcome.Failures.ShouldBeEmpty(string.Join("\n", outcome.Failures));
        outcome.Cases.ShouldBe(Requests);
    }

    [Theory]
    [InlineData("DELETE", "configmaps/a", """{ "gracePeriodSeconds": 1.5 }""", "number 1.5 into Go struct field")]
    [InlineData("DELETE", "configmaps/a", """{ "preconditions": 1 }""", "number into Go struct field DeleteOptions.preconditions")]
    [InlineData("DELETE", "configmaps/a", """{ "preconditions": { "uid": [] } }""", "Preconditions.preconditions.uid")]
    [InlineData("DELETE", "configmaps", """{ "orphanDependents": {} }""", "object into Go struct field DeleteOptions.orphanDependents")]
    [InlineData("DELETE", "configmaps/a", """{ "propagationPolicy": true, "dryRun": "All" }""", "cannot unmarshal bool")]
    [InlineData("POST", "pods/a/eviction", """{ "deleteOptions": { "gracePeriodSeconds": "1" } }""", "cannot unmarshal string")]
    [InlineData("POST", "configmaps", """{ "metadata": { "name": "\ud800" } }""", "UTF-16")]
    public async Task What_has_another_type_than_its_field_is_refused_by_that_field(string method, string path, string body, string why)
    {
        await using var api = await TestApi.StartAsync("developer");
        api.Create("v1", "configmaps", "developer", """{ "metadata": { "name": "a" } }""");
        api.Create("v1", "pods", "developer", """{ "metadata": { "name": "a" } }""");

        var (code, answer) = await api.AskAsync(method, $"/api/v1/namespaces/developer/{path}", body);

        code.ShouldBe(400, $"{answer}");
        answer["message"]!.GetValue<string>().ShouldContain(why);
    }

    // The stack that reading it took ended the process.
    [Theory]
    [InlineData("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", "application/yaml", true)]
    [InlineData("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", "application/json", true)]
    [InlineData("PATCH", "/api/v1/namespaces/developer/configmaps/a?fieldManager=a", "application/apply-patch+yaml", false)]
    public async Task A_body_that_is_nested_beyond_any_use_is_refused(string method, string path, string type, bool readOnly)
    {
        await using var api = await TestApi.StartAsync("developer");
        var token = readOnly ? await api.GrantAsync("reader", readOnly: true) : api.Token;

        var (code, answer) = await api.AskAsync(method, path, new string('[', 3_000_000), type, token: token);

        code.ShouldBe(400, $"{answer}");
        answer["reason"]!.GetValue<string>().ShouldBe("BadRequest");
    }

    [Theory]
    [InlineData("GET", "a/log?sinceSeconds=9223372036854775807", 200, "")]
    [InlineData("GET", "a/log?sinceSeconds=0", 422, "is invalid: sinceSeconds: Invalid value: 0: must be greater than 0")]
    [InlineData("GET", "a/log?sinceSeconds=-9223372036854775808", 422, "must be greater than 0")]
    [InlineData(
        "GET", "a/log?sinceSeconds=1&sinceTime=2026-01-01T00:00:00Z", 422,
        "is invalid: []: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified")]
    [InlineData("GET", "a/log?limitBytes=-1", 422, "is invalid: limitBytes: Invalid value: -1: must be greater than 0")]
    [InlineData("GET", "a/log?limitBytes=0", 422, "limitBytes: Invalid value: 0: must be greater than 0")]
    [InlineData("GET", "a/log?limitBytes=1&tailLines=0", 200, "")]
    [InlineData("GET", "a/log?tailLines=-1", 422, "tailLines: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("DELETE", "a?gracePeriodSeconds=9223372036854775807", 200, "")]
    public async Task A_time_or_a_number_that_is_out_of_all_bounds_is_no_error_of_ours(string method, string path, int expected, string why)
    {
        await using var api = await TestApi.StartAsync("developer");
        api.Create(
            "v1",
            "pods",
            "developer",
            """{ "metadata": { "name": "a" }, "spec": { "nodeName": "bigben", "containers": [ { "name": "main", "image": "a:1" } ] } }""");

        using var response = await api.SendAsync(method, $"/api/v1/namespaces/developer/pods/{path}");

        var answer = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(expected, answer);
        answer.ShouldContain(why);
    }

    [Theory]
    [InlineData("GET", "namespaces/developer/nodes", 404)]
    [InlineData("POST", "namespaces/developer/nodes", 404)]
    [InlineData("DELETE", "namespaces/developer/nodes", 404)]
    [InlineData("GET", "namespaces/developer/nodes/n", 404)]
    [InlineData("POST", "namespaces/developer/namespaces", 404)]
    [InlineData("GET", "namespaces/developer/pods//log", 404)]
    [InlineData("POST", "namespaces/developer/configmaps/a", 405)]
    [InlineData("POST", "namespaces/a", 405)]
    [InlineData("POST", "configmaps", 405)]
    [InlineData("PUT", "namespaces/developer/configmaps", 405)]
    [InlineData("PATCH", "namespaces/developer/configmaps?fieldManager=a", 405)]
    [InlineData("PUT", "nodes", 405)]
    [InlineData("DELETE", "configmaps", 405)]
    [InlineData("GET", "configmaps/a", 404)]
    [InlineData("GET", "namespaces/developer", 200)]
    [InlineData("PUT", "namespaces/developer/finalize", 200)]
    [InlineData("POST", "namespaces/developer/pods/a/eviction", 201)]
    [InlineData("GET", "namespaces/developer/pods/a?watch=true&timeoutSeconds=1", 200)]
    public async Task A_path_that_does_not_fit_the_method_is_not_served(string method, string path, int expected)
    {
        await using var api = await TestApi.StartAsync("developer");
        api.Create("v1", "pods", "developer", """{ "metadata": { "name": "a" } }""");

        var body = method is "GET" or "DELETE" ? null : "{}";
        var type = method == "PATCH" ? "application/apply-patch+yaml" : "application/json";
        using var response = await api.SendAsync(method, $"/api/v1/{path}", body, type);

        ((int)response.StatusCode).ShouldBe(expected, await response.Content.ReadAsStringAsync());
    }
}
