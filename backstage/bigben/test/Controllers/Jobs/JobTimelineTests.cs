using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.Controllers.Jobs;

/// <summary>
/// The statuses that Jobs go through, and the events about them, against those of a real cluster: all of them, and no others.
/// </summary>
public sealed class JobTimelineTests : IDisposable
{
    private readonly JobRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_Job_that_succeeds()
    {
        Create("ok");
        Start();
        _run.Pod(status => JobRun.SetReady(status, "False"));
        End("Succeeded");

        Same("ok");
    }

    [Fact]
    public void A_Job_whose_pods_fail_tries_again_later_and_later()
    {
        Create("fails");
        Start();
        _run.Pod(status => JobRun.SetReady(status, "False"));
        End("Failed");
        _run.Reconcile("fails").ShouldBe(TimeSpan.FromSeconds(10));
        _run.Advance(10);
        End("Failed");
        _run.Reconcile("fails").ShouldBe(TimeSpan.FromSeconds(20));
        _run.Advance(20);
        End("Failed");

        Same("fails");
    }

    [Fact]
    public void A_Job_whose_container_is_restarted_too_often()
    {
        Create("fails-in-place");
        _run.Pod(status => status["phase"] = "Running");
        _run.Pod(status => status["containerStatuses"] = new JsonArray(new JsonObject { ["restartCount"] = 1 }));
        _run.Gone();

        Same("fails-in-place");
    }

    [Fact]
    public void A_Job_that_takes_too_long()
    {
        Create("late");
        _run.Pod(status => status["phase"] = "Running");
        _run.Reconcile("late").ShouldBe(TimeSpan.FromSeconds(5));
        _run.Advance(5);
        _run.Gone();

        Same("late");
    }

    [Fact]
    public void A_Job_that_is_not_kept()
    {
        Create("ttl");
        Start();
        _run.Pod(status => JobRun.SetReady(status, "False"));
        End("Succeeded");
        _run.Advance(4);
        _run.Find("ttl").IsTerminating().ShouldBeFalse();
        _run.Advance(1);

        Same("ttl");
        _run.Find("ttl").IsTerminating().ShouldBeTrue();
        _run.Find("ttl").ItemsAt("metadata", "finalizers").Select(held => held.GetString()).ShouldBe(["foregroundDeletion"]);
    }

    [Fact]
    public void A_Job_of_numbered_pods()
    {
        Create("indexed");
        Start("-1-");
        End("Succeeded", "-1-");
        End("Succeeded", "-0-");
        Start("-2-");
        _run.Pod(status => JobRun.SetReady(status, "False"), "-2-");
        End("Succeeded", "-2-");

        Same("indexed");
        _run.Pods.Select(pod => pod.TextAt("spec", "hostname")).Order().ShouldBe(["indexed-0", "indexed-1", "indexed-2"]);
        var variable = _run.Pods[0].ItemsAt("spec", "containers").Single().ItemsAt("env").Single();
        variable.TextAt("name").ShouldBe("JOB_COMPLETION_INDEX");
        variable.TextAt("valueFrom", "fieldRef", "fieldPath").ShouldBe("metadata.labels['batch.kubernetes.io/job-completion-index']");
    }

    // As the recorded one asked for.
    private void Create(string name)
    {
        var spec = Golden.Node(Lines("jobs", name).First().At("spec")!.Value)!.AsObject();
        var policy = (string)spec["restartPolicy"]!;
        spec.Remove("restartPolicy");
        spec["template"] = JobRun.Template(policy);
        _run.Create(name, spec);
    }

    private void Start(string part = "") => _run.Pod(
        status =>
        {
            status["phase"] = "Running";
            JobRun.SetReady(status, "True");
        },
        part);

    private void End(string phase, string part = "") => _run.Pod(status => _run.End(status, phase), part);

    private void Same(string name)
    {
        _run.Statuses(name).ShouldBe(JobRun.Collapsed(Lines("jobs", name)));
        _run.Events(name).ShouldBe(Lines("events", name).Select(line => line.TextAt("event")!));
    }

    private static IEnumerable<JsonElement> Lines(string watch, string name) =>
        Golden.Lines("watch/jobs.jsonl").Where(line => line.TextAt("watch") == watch && line.TextAt("name") == name);
}
