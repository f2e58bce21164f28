using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Health;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.ArgoCd.Health;

/// <summary>A Deployment's states on a real cluster, and what Argo CD said of them.</summary>
public sealed class WorkloadHealthTests
{
    [Theory]
    [InlineData("drift")]
    [InlineData("values")]
    [InlineData("rollout")]
    [InlineData("crash")]
    public void A_Deployment_is_judged_as_Argo_CD_judged_it(string name)
    {
        var golden = Golden.Lines("argocd/sequences.jsonl").Single(line => line.TextAt("case") == name);
        var judged = new Queue<HealthStatus>(
            golden.ItemsAt("deployment").Select(WorkloadHealth.OfDeployment).Prepend(new(HealthCode.Healthy)));

        // It did not look at every state, but at all in their order.
        foreach (var seen in golden.ItemsAt("application").Select(state => state.At("health")!.Value))
        {
            var expected = new HealthStatus(Enum.Parse<HealthCode>(seen.TextAt("status")!), seen.TextAt("message") ?? "");
            while (judged.TryPeek(out var next) && next != expected)
                judged.Dequeue();
            judged.ShouldNotBeEmpty($"{expected}");
        }
    }
}
