using System.Text.Json;
using BigBen.ApiServer.Resources;

namespace BigBen.Tests.Kubelet.Pods;

/// <summary>The forms that a pod goes through, against those of a real cluster.</summary>
public class PodTimelineTests
{
    private static readonly string[] BackOffs = ["100ms", "200ms", "400ms"];

    [Fact]
    public async Task A_pod_starts_as_on_a_real_cluster()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell(
            "a",
            "exec sleep 1000",
            container: """
                resources: { limits: { memory: 256Mi }, requests: { cpu: 50m, memory: 64Mi } }
                startupProbe: { exec: { command: ['true'] } }
                readinessProbe: { exec: { command: ['true'] } }
                """));
        await test.ReadyAsync("a");

        PodForm.Collapse(await test.HistoryAsync("a")).ShouldBe(PodForm.Collapse(Golden("start")));
        var golden = Golden("start")[^1].GetProperty("status");
        var status = test.Find("a")!.Value.GetProperty("status");
        Names(status).ShouldBe(Names(golden));
        // A process has no mounts, and its user is that of the platform.
        Names(status.GetProperty("containerStatuses")[0])
            .ShouldBe(Names(golden.GetProperty("containerStatuses")[0]).Except(["volumeMounts", "user"]));
        foreach (var field in new[] { "qosClass", "allocatedResources", "resources" })
            status.GetProperty(field).ToString().Replace(" ", "").ShouldBe(golden.GetProperty(field).ToString().Replace(" ", ""));
        test.Container("a").TextAt("imageID").ShouldBe("shell@sha256:v1");
        test.Told("a").ShouldBe(
            [
                "Normal Scheduled: Successfully assigned developer/a to bigben",
                "Normal Pulled: Container image \"shell:v1\" already present on machine and can be accessed by the pod",
                "Normal Created: Container created",
                "Normal Started: Container started",
            ]);
    }

    [Fact]
    public async Task A_pod_is_initialized_as_on_a_real_cluster()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: { name: a }
            spec:
              initContainers:
              - { name: first, image: shell:v1, args: ['test -e $TMPDIR/x || { touch $TMPDIR/x; exit 1; }'] }
              - { name: side, image: shell:v1, args: [exec sleep 1000], restartPolicy: Always }
              containers:
              - { name: c, image: shell:v1, args: [exec sleep 1000] }
            """);
        await test.ReadyAsync("a");
        // Without a probe a pod is ready before its last start is told.
        await test.UntilAsync(() => Started().Count() == 3);

        var history = await test.HistoryAsync("a");
        PodForm.Collapse(history).ShouldBe(PodForm.Collapse(Golden("init")));
        Messages(history).ShouldBe(Messages(Golden("init")));
        Started().ShouldBe(["spec.initContainers{first}", "spec.initContainers{side}", "spec.containers{c}"]);

        IEnumerable<string?> Started() => test.Events("a")
            .Where(told => told.TextAt("reason") == "Started").Select(told => told.TextAt("involvedObject", "fieldPath"));
    }

    [Fact]
    public async Task A_deleted_pod_ends_as_on_a_real_cluster()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell(
            "a",
            """
            trap 'rm $TMPDIR/ready; while test ! -e $TMPDIR/go; do sleep 0.05; done; exit 0' TERM
            echo up > $TMPDIR/ready
            while :; do sleep 0.05; done
            """,
            pod: "terminationGracePeriodSeconds: 600",
            container: """
                readinessProbe:
                  exec: { command: [sh, -c, 'test -e $TMPDIR/ready'] }
                  timeoutSeconds: 600
                  periodSeconds: 1
                  failureThreshold: 1
                """));
        await test.ReadyAsync("a");
        var before = (await test.HistoryAsync("a")).Count;
        var temporary = test.TemporaryOf("a");

        test.Delete("a");
        await test.UntilAsync(() => !test.IsReady("a"));
        await File.WriteAllTextAsync(Path.Combine(temporary, "go"), "");
        await test.GoneAsync("a");

        PodForm.Collapse((await test.HistoryAsync("a")).Skip(before)).ShouldBe(PodForm.Collapse(Golden("delete")));
        test.Happened("a", "Killing", "Stopping container main").ShouldBeTrue();
    }

    [Fact]
    public async Task A_crashing_pod_is_restarted_as_on_a_real_cluster()
    {
        var slow = new BigBen.Kubelet.BackOffOptions(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        await using var test = await TestNode.StartAsync(options => options with { RestartBackOff = slow });
        // The fifth run lasts: a wait is over before a slow machine looks at it, and no other is told then.
        test.Apply(PodYaml.Shell(
            "a",
            "echo run >> $TMPDIR/runs; test $(wc -l < $TMPDIR/runs) -lt 5 || exec sleep 1000; exit 155",
            container: "startupProbe: { exec: { command: ['false'] }, failureThreshold: 100 }"));
        var golden = PodForm.Collapse(Golden("crash"));
        await test.UntilAsync(() => test.Container("a").NumberAt("restartCount") == 4);

        var history = await test.HistoryAsync("a");
        PodForm.Collapse(history).Take(golden.Count).ShouldBe(golden);
        var pod = $"a_developer({test.Find("a")!.Value.TextAt("metadata", "uid")})";
        history.SelectMany(form => form.ItemsAt("status", "containerStatuses"))
            .Select(status => status.TextAt("state", "waiting", "message")).OfType<string>().Distinct()
            .ShouldBe(BackOffs.Select(wait => $"back-off {wait} restarting failed container=main pod={pod}"));
        var told = test.Events("a").Single(happened => happened.TextAt("reason") == "BackOff");
        told.TextAt("message").ShouldBe($"Back-off restarting failed container main in pod {pod}");
        told.NumberAt("count").ShouldBe(3);
        told.TextAt("involvedObject", "fieldPath").ShouldBe("spec.containers{main}");
    }

    private static IEnumerable<string?> Messages(IEnumerable<JsonElement> pods) => pods
        .SelectMany(pod => pod.ItemsAt("status", "conditions")).Select(condition => condition.TextAt("message")).Distinct();

    private static List<JsonElement> Golden(string name) =>
        [.. BigBen.Tests.ApiServer.Golden.Lines("watch/pods.jsonl").Where(line => line.TextAt("case") == name)];

    private static IEnumerable<string> Names(JsonElement value) => value.FieldsAt().Select(field => field.Name);
}
