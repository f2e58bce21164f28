using BigBen.Kubelet.Nodes;

namespace BigBen.Tests.Kubelet.Nodes;

public class NodeCapacityTests
{
    [Theory]
    [InlineData(1, 16)]
    [InlineData(4, 32)]
    [InlineData(8, 64)]
    [InlineData(512, 110)]
    public void It_follows_the_memory_within_the_kubelet_s_own_limit(int gibibytes, int pods) =>
        NodeCapacity.Pods((long)gibibytes << 30).ShouldBe(pods);
}
