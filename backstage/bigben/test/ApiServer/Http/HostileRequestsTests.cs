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

    [Theory]
    [InlineData("GET", "a/log?sinceSeconds=9223372036854775807", 200, "")]
    [InlineData("GET", "a/log?sinceSeconds=0", 422, "is invalid: sinceSeconds: Invalid value: 0: must be greater than 0")]
    [InlineData("GET", "a/log?sinceSeconds=-9223372036854775808", 422, "must be greater than 0")]
    [InlineData("DELETE", "a?gracePeriodSeconds=9223372036854775807", 200, "")]
    public async Task A_time_that_is_out_of_all_bounds_is_no_error_of_ours(string method, string path, int expected, string why)
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
}
