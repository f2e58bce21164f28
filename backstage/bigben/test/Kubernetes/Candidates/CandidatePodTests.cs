using BigBen.Kubernetes.Candidates;

namespace BigBen.Tests.Kubernetes.Candidates;

public sealed class CandidatePodTests
{
    [Fact]
    public void No_selector_of_anything_that_is_rendered_with_it_finds_it()
    {
        const string selecting = """

            ---
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: { name: service-a }
            spec: { selector: { matchExpressions: [{ key: budget, operator: Exists }] } }
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: service-a }
            spec: { podSelector: { matchLabels: { policy: strict } } }
            """;
        var yaml = CandidateYaml.Service().Replace("team: ours", "team: ours, budget: one, policy: strict") + selecting;

        var pod = CandidatePod.Of(CandidateYaml.Of(yaml).Single());

        pod["metadata"]!["labels"]!.ToJsonString().ShouldBe($$"""{"{{CandidatePod.Label}}":"developer-service-a","team":"ours"}""");
    }

    [Fact]
    public void It_is_the_pod_of_the_template_but_that_it_runs_once_and_not_for_ever()
    {
        var deployment = CandidateYaml.Of(CandidateYaml.Service()).Single();

        var pod = CandidatePod.Of(deployment);

        var spec = pod["spec"]!.AsObject();
        ((string?)spec["restartPolicy"], (int?)spec["activeDeadlineSeconds"]).ShouldBe(("Never", 180));
        spec.Remove("restartPolicy");
        spec.Remove("activeDeadlineSeconds");
        var template = deployment.Body.GetProperty("spec").GetProperty("template").GetProperty("spec");
        spec.ToJsonString().ShouldBe(template.GetRawText());
        pod["metadata"]!["ownerReferences"].ShouldBeNull();
    }
}
