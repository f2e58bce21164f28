namespace BigBen.Tests.Kubelet;

public class PodStartTests
{
    [Fact]
    public async Task A_pod_is_bound_started_and_becomes_ready()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell("a", "exec sleep 1000"));
        await test.ReadyAsync("a");

        test.Container("a").GetProperty("ready").GetBoolean().ShouldBeTrue();
    }
}
