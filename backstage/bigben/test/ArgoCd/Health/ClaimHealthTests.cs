using System.Text.Json;
using BigBen.ArgoCd.Health;
using BigBen.Manifests;

namespace BigBen.Tests.ArgoCd.Health;

public sealed class ClaimHealthTests
{
    [Theory]
    [InlineData("Bound", "false", HealthCode.Healthy)]
    [InlineData("Pending", "false", HealthCode.Progressing)]
    [InlineData("Lost", "false", HealthCode.Degraded)]
    [InlineData("", "false", HealthCode.Unknown)]
    [InlineData("Pending", "true", HealthCode.Healthy)]
    [InlineData("Lost", "true", HealthCode.Healthy)]
    public void It_is_judged_by_its_phase_unless_nothing_waits_for_it(string phase, string ignored, object health)
    {
        using var live = JsonDocument.Parse($$"""
            {
              "metadata": { "name": "backup", "annotations": { "argocd.argoproj.io/ignore-healthcheck": "{{ignored}}" } },
              "status": { "phase": "{{phase}}" }
            }
            """);

        HealthCheck.Of(new ObjectKey("", "PersistentVolumeClaim", "developer", "backup"), live.RootElement)
            .ShouldBe(new HealthStatus((HealthCode)health));
    }
}
