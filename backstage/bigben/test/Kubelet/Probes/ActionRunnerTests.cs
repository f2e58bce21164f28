using BigBen.Kubelet.Probes;
using BigBen.Manifests.Specs;

namespace BigBen.Tests.Kubelet.Probes;

public class ActionRunnerTests
{
    [Fact]
    public async Task What_cannot_be_done_has_failed()
    {
        var nowhere = new ProbeTarget("/", new Dictionary<string, string>(), []);
        var action = new TcpAction(new ContainerPort("http", 80));

        var failure = await ActionRunner.RunAsync(action, nowhere, TestNode.Deadline, TimeProvider.System, CancellationToken.None);

        failure.ShouldNotBeNullOrEmpty();
    }
}
