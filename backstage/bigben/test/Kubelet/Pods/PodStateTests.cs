using BigBen.Kubelet.Containers;
using BigBen.Kubelet.Pods;
using BigBen.Manifests.Specs;

namespace BigBen.Tests.Kubelet.Pods;

/// <summary>The phase that follows from the containers: their roles and states, <c>regular running</c>, one after the other.</summary>
public class PodStateTests
{
    [Theory]
    [InlineData("Pending", "regular creating")]
    [InlineData("Running", "regular running")]
    [InlineData("Pending", "regular running", "regular creating")]
    [InlineData("Running", "regular running", "regular failed")]
    [InlineData("Running", "regular failed", "regular succeeded final")]
    [InlineData("Failed", "regular failed final", "regular succeeded final")]
    [InlineData("Succeeded", "regular succeeded final", "regular succeeded final")]
    [InlineData("Pending", "init running", "regular initializing")]
    [InlineData("Pending", "init failed", "regular initializing")]
    [InlineData("Failed", "init failed final", "regular initializing")]
    [InlineData("Pending", "sidecar running", "init failed final", "regular initializing")]
    [InlineData("Running", "sidecar failed", "regular running")]
    [InlineData("Running", "sidecar running", "regular succeeded final")]
    [InlineData("Succeeded", "sidecar failed final", "regular succeeded final")]
    public void The_phase_is_that_of_Kubernetes(string phase, params string[] containers) =>
        new PodState(default, [.. containers.Select(Container)]).Phase.ShouldBe(phase);

    private static ContainerStatus Container(string words, int index)
    {
        var (role, state, isFinal) = (words.Split(' ')[0], words.Split(' ')[1], words.EndsWith("final", StringComparison.Ordinal));
        return new ContainerStatus($"c{index}", "image")
        {
            Role = Enum.Parse<ContainerRole>(role, ignoreCase: true),
            IsFinal = isFinal,
            State = state switch
            {
                "creating" => WaitingState.Creating,
                "initializing" => WaitingState.Initializing,
                "running" => new RunningState(default),
                _ => new TerminatedState(state == "failed" ? 1 : 0, "", null, default, default, ""),
            },
        };
    }
}
