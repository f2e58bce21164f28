namespace BigBen.Charts.Tests.App;

public class PodDisruptionBudgetTests
{
    [Theory]
    [InlineData("replicas: 0", false)]
    [InlineData("replicas: 1", false)]
    [InlineData("replicas: 2", true)]
    [InlineData("replicas: 1\nautoscaling: {enabled: true}", true)]
    [InlineData("replicas: 5\nautoscaling: {enabled: true, minReplicas: 1, maxReplicas: 1}", false)]
    [InlineData("replicas: 2\npodDisruptionBudget: {enabled: false}", false)]
    public async Task It_exists_only_where_more_than_one_pod_can(string values, bool exists) =>
        (await RealHelm.AppAsync(values)).Has("PodDisruptionBudget").ShouldBe(exists);

    [Theory]
    [InlineData("1")]
    [InlineData("50%")]
    public async Task A_drain_takes_so_many_at_a_time_and_any_that_are_broken(string pods)
    {
        var spec = (await RealHelm.AppAsync($"replicas: 2\npodDisruptionBudget: {{maxUnavailable: {pods}}}")).One("PodDisruptionBudget")
            .At("spec");

        spec.Text("maxUnavailable").ShouldBe(pods);
        spec.Text("unhealthyPodEvictionPolicy").ShouldBe("AlwaysAllow");
    }
}
