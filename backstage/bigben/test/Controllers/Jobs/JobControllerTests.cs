using System.Text.Json.Nodes;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Controllers;
using BigBen.Controllers.Jobs;

namespace BigBen.Tests.Controllers.Jobs;

public sealed class JobControllerTests : IDisposable
{
    private readonly JobRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_Job_gets_a_selector_and_labels_that_no_other_one_has()
    {
        Create("""{ "parallelism": 1 }""");

        var uid = _run.Find("job").Text("uid");
        _run.Find("job").TextAt("spec", "selector", "matchLabels", "batch.kubernetes.io/controller-uid").ShouldBe(uid);
        _run.Pods.Single().TextAt("metadata", "labels", "batch.kubernetes.io/job-name").ShouldBe("job");
        _run.Pods.Single().TextAt("metadata", "labels", "controller-uid").ShouldBe(uid);
    }

    [Fact]
    public void A_Job_that_is_suspended_runs_nothing_and_begins_anew_when_it_goes_on()
    {
        Create("""{ "activeDeadlineSeconds": 60 }""");
        _run.Change("job", job => job["spec"]!["suspend"] = true);
        _run.Gone();
        _run.Advance(100);

        _run.Pods.ShouldBeEmpty();
        _run.Find("job").HasCondition("Suspended").ShouldBeTrue();
        _run.Change("job", job => job["spec"]!["suspend"] = false);
        _run.Advance(50);
        _run.Pods.Count(pod => pod.IsActive()).ShouldBe(1);
        _run.Find("job").HasCondition("Suspended", "False").ShouldBeTrue();
        _run.Events("job").ShouldBe(
        [
            "Normal SuccessfulCreate: Created pod: job", "Normal SuccessfulDelete: Deleted pod: job", "Normal Suspended: Job suspended",
            "Normal SuccessfulCreate: Created pod: job", "Normal Resumed: Job resumed",
        ]);
    }

    [Fact]
    public void No_more_pods_run_at_once_than_are_wanted_still()
    {
        Create("""{ "completions": 3, "parallelism": 2 }""");
        _run.Pods.Count(pod => pod.IsActive()).ShouldBe(2);
        _run.Pod(status => _run.End(status, "Succeeded"));
        _run.Pods.Count(pod => pod.IsActive()).ShouldBe(2);
        _run.Pod(status => _run.End(status, "Succeeded"));
        _run.Pods.Count(pod => pod.IsActive()).ShouldBe(1);

        _run.Change("job", job => job["spec"]!["parallelism"] = 0);

        _run.Pods.Count(pod => pod.IsActive()).ShouldBe(0);
        _run.Find("job").NumberAt("status", "succeeded").ShouldBe(2);
    }

    [Fact]
    public void Where_no_number_is_asked_for_the_first_success_is_enough_and_the_others_end_by_themselves()
    {
        Create("""{ "parallelism": 2 }""");
        _run.Pod(status => _run.End(status, "Succeeded"));

        _run.Pods.Count(pod => pod.IsActive()).ShouldBe(1);
        _run.Find("job").HasCondition("Complete").ShouldBeFalse();
        _run.Pod(status => _run.End(status, "Succeeded"));
        _run.Find("job").HasCondition("Complete").ShouldBeTrue();
        _run.Find("job").NumberAt("status", "succeeded").ShouldBe(2);
    }

    [Fact]
    public void A_success_ends_the_back_off()
    {
        Create("""{ "completions": 3, "parallelism": 1 }""");
        _run.Pod(status => _run.End(status, "Failed"));
        _run.Advance(10);
        _run.Pod(status => _run.End(status, "Succeeded"));
        _run.Pods.Count(pod => pod.IsActive()).ShouldBe(1);
        _run.Advance(1);
        _run.Pod(status => _run.End(status, "Failed"));

        _run.Reconcile("job").ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_pod_that_ended_is_counted_once_wherever_the_counting_was_cut_short()
    {
        Create("""{ "completions": 5, "parallelism": 5 }""");
        var uids = _run.Pods.Select(pod => pod.Text("uid")).ToList();
        // Two are noted; of one the finalizer is gone already, of the other not yet.
        _run.Store.UpdateStatus(Kinds.Jobs, _run.Find("job"), status => status["uncountedTerminatedPods"] = new JsonObject
        {
            ["succeeded"] = new JsonArray(uids[0], uids[1]),
        });
        foreach (var pod in _run.Pods.Where(pod => uids[..2].Contains(pod.Text("uid"))))
            _run.Store.UpdateStatus(Kinds.Pods, pod, status => status["phase"] = "Succeeded");
        _run.Store.Change(Kinds.Pods, _run.Pods.Single(pod => pod.Text("uid") == uids[0]), pod =>
            pod["metadata"]!.AsObject().Remove("finalizers"));

        _run.Advance(0);

        _run.Find("job").NumberAt("status", "succeeded").ShouldBe(2);
        _run.Pods.Count(JobTally.IsTracked).ShouldBe(3);
    }

    [Theory]
    [InlineData("containerStatuses")]
    [InlineData("initContainerStatuses")]
    public void Containers_that_are_restarted_too_often_in_place_end_the_Job(string list)
    {
        _run.Create("job", new JsonObject { ["backoffLimit"] = 2, ["template"] = JobRun.Template("OnFailure") });
        Restarted(1);
        _run.Find("job").HasCondition("FailureTarget").ShouldBeFalse();

        Restarted(2);

        _run.Find("job").ItemsAt("status", "conditions").First(condition => condition.TextAt("type") == "FailureTarget")
            .TextAt("reason").ShouldBe("BackoffLimitExceeded");

        void Restarted(int times) => _run.Pod(status =>
        {
            status["phase"] = "Pending";
            status[list] = new JsonArray(new JsonObject { ["name"] = "c", ["restartCount"] = times });
        });
    }

    [Fact]
    public async Task Jobs_run_to_their_end_and_their_pods_go_with_them()
    {
        await using var cluster = TestCluster.Start();
        var template = JobRun.Template("Never").ToJsonString();
        cluster.Create(Kinds.Jobs, $$"""{ "metadata": { "name": "a" }, "spec": { "completions": 2, "template": {{template}} } }""");
        await cluster.UntilAsync(() => cluster.Get(Kinds.Jobs, "a").HasCondition("Complete"));
        cluster.Pods.Count(pod => pod.TextAt("status", "phase") == "Succeeded").ShouldBe(2);
        var running = template.Replace("once:1", "web:1", StringComparison.Ordinal);
        cluster.Create(Kinds.Jobs, $$"""{ "metadata": { "name": "b" }, "spec": { "template": {{running}} } }""");
        await cluster.UntilAsync(() => cluster.Pods.Any(pod => pod.IsReady()));

        cluster.Create(
            Kinds.Jobs, $$"""{ "metadata": { "name": "c" }, "spec": { "ttlSecondsAfterFinished": 0, "template": {{template}} } }""");
        foreach (var name in new[] { "a", "b" })
            cluster.Store.Delete(Kinds.Jobs, TestCluster.Namespace, name, new DeleteOptions(PropagationPolicy: "Background"));

        await cluster.UntilAsync(() => cluster.Pods.Count == 0 && cluster.List(Kinds.Jobs).Count == 0);
    }

    private void Create(string spec)
    {
        var fields = TestCluster.Parse(spec);
        fields["template"] = JobRun.Template("Never");
        _run.Create("job", fields);
    }
}
