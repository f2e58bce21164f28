using System.Text.Json;
using BigBen.ApiServer.Tables.Rows.Pods;

namespace BigBen.Tests.ApiServer.Tables.Rows.Pods;

public class PodRowTests
{
    private const string Running = """{"ready":true,"restartCount":0,"state":{"running":{}}}""";
    private const string Done = """{"state":{"terminated":{"exitCode":0,"reason":"Completed"}}}""";

    // Troubles that the captured pods are not in; of Kubernetes' own test of its printer.
    [Theory]
    [InlineData("""{"initContainerStatuses":[{"name":"i","state":{"waiting":{"reason":"PodInitializing"}}}]}""", "0/1", "Init:0/1")]
    [InlineData("""{"initContainerStatuses":[{"name":"i","state":{"waiting":{"reason":"NoLuck"}}}]}""", "0/1", "Init:NoLuck")]
    [InlineData("""{"initContainerStatuses":[{"name":"i","state":{"terminated":{"exitCode":2}}}]}""", "0/1", "Init:ExitCode:2")]
    [InlineData("""{"initContainerStatuses":[{"name":"i","state":{"terminated":{"exitCode":2,"signal":9}}}]}""", "0/1", "Init:Signal:9")]
    [InlineData("""{"initContainerStatuses":[{"name":"i","state":{"terminated":{"exitCode":2,"reason":"Error"}}}]}""", "0/1", "Init:Error")]
    [InlineData("""{"containerStatuses":[{"state":{"terminated":{"exitCode":137,"signal":9}}}]}""", "0/1", "Signal:9")]
    [InlineData("""{"containerStatuses":[{"state":{"terminated":{"exitCode":3}}}]}""", "0/1", "ExitCode:3")]
    [InlineData("""{"reason":"Evicted"}""", "0/1", "Evicted")]
    [InlineData("""{"conditions":[{"type":"PodScheduled","status":"False","reason":"SchedulingGated"}]}""", "0/1", "SchedulingGated")]
    [InlineData($$"""{"containerStatuses":[{{Done}},{{Running}}]}""", "1/1", "NotReady")]
    [InlineData($$"""{"containerStatuses":[{{Done}},{{Running}}],"conditions":[{"type":"Ready","status":"True"}]}""", "1/1", "Running")]
    public void A_trouble_is_told_as_Kubernetes_tells_it(string status, string ready, string reason)
    {
        var summary = Of(status);
        $"{summary.Ready}/{summary.Containers}".ShouldBe(ready);
        summary.Reason.ShouldBe(reason);
    }

    [Theory]
    [InlineData("Running", "", "Terminating")]
    [InlineData("Failed", "", "Failed")]
    [InlineData("Running", "NodeLost", "Unknown")]
    public void A_deleted_pod_is_told_as_such_until_it_has_ended(string phase, string reason, string expected) =>
        Of($$"""{"phase":"{{phase}}","reason":"{{reason}}"}""", """{"deletionTimestamp":"2026-01-01T00:00:00Z"}""")
            .Reason.ShouldBe(expected);

    [Fact]
    public void Sidecars_count_as_containers_and_so_do_their_restarts()
    {
        var summary = PodSummary.Of(JsonDocument.Parse(
            $$$$"""
            {
              "spec": {"containers": [{"name": "c"}], "initContainers": [{"name": "once"}, {"name": "sidecar", "restartPolicy": "Always"}]},
              "status": {
                "initContainerStatuses": [
                  {"name": "once", "restartCount": 4, "state": {"terminated": {"exitCode": 0}}},
                  {"name": "sidecar", "restartCount": 1, "started": true, "ready": true, "state": {"running": {}},
                   "lastState": {"terminated": {"finishedAt": "2026-01-01T00:00:00Z"}}}
                ],
                "containerStatuses": [{{{{Running}}}}]
              }
            }
            """).RootElement);
        (summary.Ready, summary.Containers, summary.Restarts).ShouldBe((2, 2, 1));
        summary.LastRestart.ShouldBe(DateTimeOffset.Parse("2026-01-01T00:00:00Z", null));
    }

    [Fact]
    public void Readiness_gates_that_are_open_are_counted()
    {
        var pod = JsonDocument.Parse(
            """
            {
              "spec": {"readinessGates": [{"conditionType": "a"}, {"conditionType": "b"}]},
              "status": {"conditions": [{"type": "a", "status": "True"}, {"type": "b", "status": "False"}]}
            }
            """).RootElement;
        ((string?)PodRow.Cells(pod, DateTimeOffset.UnixEpoch)[^1]).ShouldBe("1/2");
    }

    private static PodSummary Of(string status, string metadata = "{}") => PodSummary.Of(JsonDocument.Parse(
        $$"""
        {"metadata":{{metadata}},"spec":{"containers":[{"name":"c"}],"initContainers":[{"name":"i"}]},"status":{{status}}}
        """).RootElement);
}
