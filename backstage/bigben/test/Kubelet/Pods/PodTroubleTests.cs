using BigBen.ApiServer.Resources;
using BigBen.Kubelet;
using BigBen.Tests.ApiServer;
using BigBen.Tests.Ingress;

namespace BigBen.Tests.Kubelet.Pods;

/// <summary>
/// Pods that do not get on, and those of Jobs: every step that they took on a real cluster is one of ours, in the same order, and what was
/// told of them there is told here. One step is left out: a pod that has ended is Running there until its sandbox has gone, and a process
/// has none.
/// </summary>
public class PodTroubleTests
{
    private const string Sleeps = "exec sleep 1000";
    private const string Fails = "exec: { command: ['false'] }, periodSeconds: 1, failureThreshold: 1";

    [Theory]
    [InlineData("no-image", Sleeps)]
    [InlineData("no-config", Sleeps, "envFrom: [{ configMapRef: { name: none } }]")]
    [InlineData(
        "no-volume", Sleeps, "volumeMounts: [{ name: v, mountPath: /v }]", "volumes: [{ name: v, configMap: { name: none } }]")]
    [InlineData("no-program", "", "command: [/none]")]
    [InlineData("not-live", PodYaml.EndsForNoSignal, $"livenessProbe: {{ {PodYaml.FailsOnceUp}, terminationGracePeriodSeconds: 1 }}")]
    [InlineData("not-ready", Sleeps, $"readinessProbe: {{ {Fails} }}")]
    [InlineData("not-started", PodYaml.EndsForNoSignal, $"startupProbe: {{ {PodYaml.FailsOnceUp}, terminationGracePeriodSeconds: 1 }}")]
    [InlineData("ok", "exit 0", "", "restartPolicy: Never")]
    [InlineData("fails", "exit 3", "", "restartPolicy: Never")]
    [InlineData("fails-in-place", "exit 1", "", "restartPolicy: OnFailure")]
    public async Task A_pod_takes_the_steps_of_a_real_cluster(string name, string script, string container = "", string pod = "")
    {
        var slow = new BackOffOptions(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        await using var test = await TestNode.StartAsync(options => options with { RestartBackOff = slow });
        if (name == "no-image")
            test.Images.Lose("shell:v1");
        var golden = Golden.Lines("watch/troubles.jsonl").Where(line => line.TextAt("case") == name).ToList();
        var steps = PodForm.Collapse(golden.Where(line => line.At("status") is not null));
        var told = golden.Select(line => line.TextAt("event")).OfType<string>().ToList();

        test.Apply(PodYaml.Shell("a", script, pod, container));

        IReadOnlyList<string> missing = [];
        try
        {
            await Eventually.TrueAsync(async () =>
            {
                missing = [.. Golden.Missing(PodForm.Collapse(await test.HistoryAsync("a")), steps), .. Untold(test, told)];
                return missing.Count == 0;
            });
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"Missing: {string.Join('\n', missing)}", e);
        }
    }

    [Theory]
    [InlineData("ImagePullBackOff")]
    [InlineData("CreateContainerConfigError")]
    public async Task A_container_that_cannot_be_started_again_keeps_how_it_ended_its_log_and_its_pods_phase(string reason)
    {
        await using var test = await TestNode.StartAsync();
        test.Apply("{ apiVersion: v1, kind: ConfigMap, metadata: { name: config }, data: { A: b } }");
        test.Apply(PodYaml.Shell(
            "a",
            "echo here; echo up > $TMPDIR/up; while test ! -e $TMPDIR/go; do sleep 0.02; done; exit 3",
            container: "envFrom: [ { configMapRef: { name: config } } ]"));
        await test.FileAsync("a", "up");
        if (reason == "ImagePullBackOff")
            test.Images.Lose("shell:v1");
        else
            test.Store.Delete(ResourceCatalog.Find("", "v1", "configmaps")!, TestNode.Namespace, "config");
        await File.WriteAllTextAsync(Path.Combine(test.TemporaryOf("a"), "go"), "");

        await test.UntilAsync(() => test.Waits("a") == reason);

        test.Container("a").NumberAt("lastState", "terminated", "exitCode").ShouldBe(3);
        test.Find("a")!.Value.TextAt("status", "phase").ShouldBe("Running");
        (await test.LogAsync("a")).ShouldBe("here\n");
        (await test.LogAsync("a", options => options with { Previous = true })).ShouldBe("here\n");
    }

    // The name of the node and what a container runtime says are others here, and left out there.
    private static IEnumerable<string> Untold(TestNode test, IEnumerable<string> golden)
    {
        var pod = test.Find("a")!.Value;
        string[] names = [$"{TestNode.Namespace}/a", $"a_{TestNode.Namespace}({pod.TextAt("metadata", "uid")})"];
        var ours = test.Told("a").Select(line => names.Aggregate(line, (text, named) => text.Replace(named, "POD"))).ToList();
        return golden.Where(line => !ours.Exists(our => our.StartsWith(line, StringComparison.Ordinal)));
    }
}
