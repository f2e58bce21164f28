using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.Controllers;
using BigBen.Controllers.Jobs;

namespace BigBen.Tests.Controllers.Jobs;

/// <summary>The conditions of Kubernetes' job controller: pkg/controller/job, 1.36.</summary>
public sealed class JobPoliciesTests : IDisposable
{
    private const string Rules = """
        { "rules": [
          { "action": "Ignore", "onPodConditions": [ { "type": "DisruptionTarget" } ] },
          { "action": "Count", "onExitCodes": { "operator": "In", "values": [ 1 ] } },
          { "action": "FailJob", "onExitCodes": { "containerName": "c", "operator": "NotIn", "values": [ 2, 3 ] } } ] }
        """;

    private readonly JobRun _run = new();

    private JsonElement Job => _run.Find("job");

    public void Dispose() => _run.Dispose();

    [Fact]
    public void An_exit_code_that_a_rule_names_fails_the_Job_at_once_and_its_other_pods_with_it()
    {
        Create($$"""{ "completions": 3, "parallelism": 3, "podFailurePolicy": {{Rules}} }""");
        Fail(exitCode: 2);
        Job.At("status", "conditions").ShouldBeNull();
        var pod = _run.Pods.First(found => !found.IsOver()).NameOf();
        Fail(exitCode: 42);
        _run.Gone();

        var why = $"Container c for pod {TestCluster.Namespace}/{pod} failed with exit code 42 matching FailJob rule at index 2";
        Conditions().ShouldBe([$"FailureTarget PodFailurePolicy {why}", $"Failed PodFailurePolicy {why}"]);
        _run.Events("job").Last().ShouldStartWith("Warning PodFailurePolicy: Container c for pod ");
        Job.NumberAt("status", "failed").ShouldBe(3);
        _run.Pods.ShouldNotContain(found => JobTally.IsTracked(found));
    }

    [Fact]
    public void A_failure_that_is_ignored_does_not_count_and_its_pod_is_let_go()
    {
        Create($$"""{ "backoffLimit": 0, "podFailurePolicy": {{Rules}} }""");
        _run.Pod(status =>
        {
            End(status, 42);
            status["conditions"]!.AsArray().Add((JsonNode)new JsonObject { ["type"] = "DisruptionTarget", ["status"] = "True" });
        });
        _run.Advance(10);

        Job.NumberAt("status", "failed").ShouldBeNull();
        _run.Pods.Count(pod => pod.IsActive()).ShouldBe(1);
        _run.Pods.Single(pod => pod.IsOver()).ItemsAt("metadata", "finalizers").ShouldBeEmpty();
        Fail(exitCode: 1);
        Conditions().First().ShouldBe("FailureTarget BackoffLimitExceeded Job has reached the specified backoff limit");
    }

    [Fact]
    public void Each_index_has_its_own_limit_and_back_off_and_the_others_go_on()
    {
        Create("""{ "completions": 2, "parallelism": 2, "completionMode": "Indexed", "backoffLimitPerIndex": 1 }""");
        Job.NumberAt("spec", "backoffLimit").ShouldBe(int.MaxValue);
        Fail("-0-");
        _run.Reconcile("job").ShouldBe(TimeSpan.FromSeconds(10));
        // Until there is another one, it is the failed pod that tells how often its index failed.
        _run.Pods.Single(pod => pod.IsOver()).ItemsAt("metadata", "finalizers").ShouldNotBeEmpty();
        _run.Advance(10);
        var second = _run.Pods.Single(pod => pod.IsActive() && CompletionIndexes.Of(pod) == 0);
        second.TextAt("metadata", "annotations", "batch.kubernetes.io/job-index-failure-count").ShouldBe("1");
        _run.Pods.Single(pod => pod.IsOver()).ItemsAt("metadata", "finalizers").ShouldBeEmpty();
        Fail("-0-");

        Job.TextAt("status", "failedIndexes").ShouldBe("0");
        Job.NumberAt("status", "failed").ShouldBe(2);
        Conditions().ShouldBeEmpty();
        _run.Advance(100);
        _run.Pods.Single(pod => pod.IsActive()).TextAt("metadata", "annotations", CompletionIndexes.Key).ShouldBe("1");
        _run.Pod(status => _run.End(status, "Succeeded"));
        Conditions().ShouldBe(["FailureTarget FailedIndexes Job has failed indexes", "Failed FailedIndexes Job has failed indexes"]);
        Job.TextAt("status", "completedIndexes").ShouldBe("1");
    }

    [Fact]
    public void More_failed_indexes_than_may_be_end_the_Job()
    {
        const string Policy = """{ "rules": [ { "action": "FailIndex", "onExitCodes": { "operator": "In", "values": [ 42 ] } } ] }""";
        Create($$"""
            { "completions": 4, "parallelism": 3, "completionMode": "Indexed", "backoffLimitPerIndex": 5, "maxFailedIndexes": 1,
              "podFailurePolicy": {{Policy}} }
            """);
        Fail("-1-", exitCode: 42);
        Job.TextAt("status", "failedIndexes").ShouldBe("1");
        _run.Pods.Where(pod => pod.IsActive()).Select(CompletionIndexes.Of).Order().ShouldBe([0, 2, 3]);

        Fail("-2-", exitCode: 42);

        Conditions().First().ShouldBe(
            "FailureTarget MaxFailedIndexesExceeded Job has exceeded the specified maximal number of failed indexes");
        Job.TextAt("status", "failedIndexes").ShouldBe("1,2");
    }

    [Theory]
    [InlineData("""{ "succeededIndexes": "0,2" }""", "-0-,-2-")]
    [InlineData("""{ "succeededIndexes": "0-2", "succeededCount": 1 }""", "-2-")]
    [InlineData("""{ "succeededCount": 2 }""", "-1-,-3-")]
    public void A_Job_whose_rule_is_met_has_succeeded_and_what_still_runs_is_ended_and_does_not_count(string rule, string succeeding)
    {
        Create($$"""
            { "completions": 4, "parallelism": 4, "completionMode": "Indexed",
              "successPolicy": { "rules": [ { "succeededCount": 4 }, {{rule}} ] } }
            """);
        foreach (var part in succeeding.Split(','))
        {
            Conditions().ShouldBeEmpty();
            _run.Pod(status => _run.End(status, "Succeeded"), part);
        }

        _run.Pods.Count(pod => pod.IsActive()).ShouldBe(0);
        _run.Gone();
        Conditions().ShouldBe(
            ["SuccessCriteriaMet SuccessPolicy Matched rules at index 1", "Complete SuccessPolicy Matched rules at index 1"]);
        Job.NumberAt("status", "failed").ShouldBeNull();
        Job.NumberAt("status", "succeeded").ShouldBe(succeeding.Split(',').Length);
        _run.Events("job").Last().ShouldBe("Normal Completed: Job completed");
    }

    [Fact]
    public void An_indexed_Job_that_asks_for_fewer_completions_ends_the_pods_of_the_others()
    {
        Create("""{ "completions": 4, "parallelism": 4, "completionMode": "Indexed" }""");

        _run.Change("job", job => (job["spec"]!["completions"], job["spec"]!["parallelism"]) = (2, 2));

        _run.Pods.Where(pod => pod.IsActive()).Select(CompletionIndexes.Of).ShouldBe([0, 1]);
        _run.Gone();
        foreach (var part in new[] { "-0-", "-1-" })
            _run.Pod(status => _run.End(status, "Succeeded"), part);
        Conditions().Last().ShouldStartWith("Complete ");
        Job.TextAt("status", "completedIndexes").ShouldBe("0,1");
    }

    private IEnumerable<string> Conditions() => Job.ItemsAt("status", "conditions")
        .Select(condition => $"{condition.TextAt("type")} {condition.TextAt("reason")} {condition.TextAt("message")}");

    private void Fail(string part = "", int exitCode = 1) => _run.Pod(status => End(status, exitCode), part);

    private void End(JsonObject status, int exitCode)
    {
        _run.End(status, "Failed");
        var container = status["containerStatuses"]![0]!;
        container["name"] = "c";
        container["state"]!["terminated"]!["exitCode"] = exitCode;
    }

    private void Create(string spec)
    {
        var fields = TestCluster.Parse(spec);
        fields["template"] = JobRun.Template("Never");
        _run.Create("job", fields);
    }
}
