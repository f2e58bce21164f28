namespace BigBen.Tests.Kubernetes.Candidates;

public sealed class CandidateDeploymentTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("replicas: 2", "replicas: 0", false)]
    [InlineData("name: http, containerPort", "name: jobs, containerPort", false)]
    [InlineData("annotations: {}", "annotations: { bigben.localhost/candidate: 'false' }", false)]
    [InlineData(
        "annotations: {}|name: http, containerPort", "annotations: { bigben.localhost/candidate: 'true' }|name: jobs, containerPort", true)]
    public void What_serves_is_tried_and_anything_that_asks_for_it_but_nothing_that_sleeps(string from, string to, bool wanted)
    {
        var yaml = CandidateYaml.Service();
        foreach (var (old, now) in from.Split('|').Zip(to.Split('|')).Where(pair => pair.First.Length > 0))
            yaml = yaml.Replace(old, now);

        CandidateYaml.Of(yaml).Any().ShouldBe(wanted);
    }

    [Fact]
    public void Its_pod_has_as_long_as_a_rollout_of_it()
    {
        CandidateYaml.Of(CandidateYaml.Service()).Single().Deadline.ShouldBe(TimeSpan.FromSeconds(120));
        CandidateYaml.Of(CandidateYaml.Service().Replace("progressDeadlineSeconds: 120", "paused: false")).Single().Deadline
            .ShouldBe(TimeSpan.FromSeconds(600));
    }
}
