namespace BigBen.Tests.Ingress;

public class DiagnosisTests
{
    [Theory]
    [InlineData("""{ "phase": "Pending" }""", "Pending")]
    [InlineData("""{ "phase": "Failed" }""", "Failed")]
    [InlineData(
        """{ "phase": "Running", "containerStatuses": [ { "state": { "running": {} } } ] }""",
        "not ready, Readiness probe failed: HTTP probe failed with statuscode: 503")]
    [InlineData(
        """{ "phase": "Running", "conditions": [ { "type": "Ready", "status": "True" } ] }""",
        "none of its ready pods has a container port http")]
    [InlineData(
        """
        { "phase": "Pending", "containerStatuses": [ {
          "state": { "waiting": { "reason": "ImagePullBackOff", "message": "no such image" } } } ] }
        """,
        "ImagePullBackOff, no such image")]
    [InlineData(
        """
        { "phase": "Running", "containerStatuses": [ {
          "state": { "waiting": { "reason": "CrashLoopBackOff", "message": "back-off 10s" } },
          "lastState": { "terminated": { "exitCode": 1, "message": "broken\n" } } } ] }
        """,
        "CrashLoopBackOff, exit code 1: broken")]
    [InlineData(
        """{ "phase": "Pending", "initContainerStatuses": [ { "state": { "waiting": { "reason": "CreateContainerConfigError" } } } ] }""",
        "CreateContainerConfigError")]
    public async Task Without_a_ready_pod_the_problem_says_why(string status, string expected)
    {
        await using var test = await TestIngress.StartAsync();
        test.Service("a");
        test.Ingress("a.test", "a");
        Pod(test, "a-1", status);
        await test.SeenAsync();

        (await test.ProblemAsync("http://a.test/")).ShouldBe((503, $"a in developer has no ready pod: {expected}."));
    }

    [Fact]
    public async Task Without_any_pod_the_problem_says_so()
    {
        await using var test = await TestIngress.StartAsync();
        test.Service("a");
        test.Ingress("a.test", "a");
        await test.SeenAsync();

        (await test.ProblemAsync("http://a.test/")).ShouldBe((503, "a in developer has no ready pod: no pod matches its selector."));
    }

    [Fact]
    public async Task A_pod_of_another_Service_is_not_told()
    {
        await using var test = await TestIngress.StartAsync();
        test.Service("a");
        test.Ingress("a.test", "a");
        Pod(test, "a-1", """{ "phase": "Failed" }""");
        Pod(test, "b-1", """{ "phase": "Succeeded" }""", app: "b");
        await test.SeenAsync();

        (await test.ProblemAsync("http://a.test/")).Detail.ShouldEndWith(": Failed.");
    }

    private static void Pod(TestIngress test, string name, string status, string app = "a")
    {
        test.Write("v1", "pods", "developer", $$"""
            {
              "metadata": { "name": "{{name}}", "labels": { "app": "{{app}}" } },
              "spec": { "nodeName": "bigben" }, "status": {{status}}
            }
            """);
        var uid = test.Store.Find(BigBen.Tests.ApiServer.TestApi.Resource("v1", "pods"), "developer", name)!.Value
            .GetProperty("metadata").GetProperty("uid").GetString();
        test.Write("v1", "events", "developer", $$"""
            {
              "metadata": { "name": "{{name}}.1" }, "reason": "Unhealthy",
              "involvedObject": { "kind": "Pod", "name": "{{name}}", "uid": "{{uid}}" },
              "message": "Readiness probe failed: HTTP probe failed with statuscode: 503", "lastTimestamp": "2026-01-01T00:00:00Z"
            }
            """);
    }
}
