using BigBen.Manifests;
using BigBen.Verbs.Rendering;

namespace BigBen.Tests.Verbs.Rendering;

public sealed class HookJobsTests
{
    private const string Hook = "annotations: { argocd.argoproj.io/hook: Sync }";

    [Theory]
    [InlineData(Hook, "backoffLimit: 0", "5")]
    [InlineData(Hook, "backoffLimit: 7", "7")]
    [InlineData(Hook, "parallelism: 1", null)]
    [InlineData("labels: {}", "backoffLimit: 0", "0")]
    public void A_hook_is_tried_at_least_so_often_and_another_Job_as_it_says(string metadata, string spec, string? tries)
    {
        var job = Job(metadata, spec);

        HookJobs.Tried(job, 5).Body["spec"]!["backoffLimit"]?.ToString().ShouldBe(tries);
        HookJobs.Of([job]).Any().ShouldBe(metadata == Hook);
    }

    [Theory]
    [InlineData("activeDeadlineSeconds: 60", "60s")]
    [InlineData("parallelism: 1", "600s")]
    public void A_Job_is_waited_for_as_long_as_it_may_take(string spec, string patience) =>
        HookJobs.Wait(Job(Hook, spec), "kubectl --context minikube").ShouldBe(
            $"kubectl --context minikube wait --namespace n --for condition=complete --timeout {patience} job/migrate");

    private static Manifest Job(string metadata, string spec) => Manifest.ParseAll(
        $"{{ apiVersion: batch/v1, kind: Job, metadata: {{ name: migrate, {metadata} }}, spec: {{ {spec} }} }}", "job.yaml", "n").Single();
}
