using System.Text.Json;
using BigBen.ArgoCd.Comparison;
using BigBen.ArgoCd.Health;
using BigBen.Manifests;

namespace BigBen.Tests.ArgoCd.Comparison;

public sealed class AppComparisonTests
{
    [Theory]
    [InlineData("{}", "Degraded")]
    [InlineData("""{ "argocd.argoproj.io/ignore-healthcheck": "true" }""", "Healthy")]
    [InlineData("""{ "argocd.argoproj.io/ignore-healthcheck": "false" }""", "Degraded")]
    public void An_object_that_says_so_does_not_count(string annotations, string health)
    {
        var live = JsonDocument.Parse($$"""{ "metadata": { "name": "a", "annotations": {{annotations}} } }""").RootElement;
        var claim = new ResourceComparison(
            new ObjectKey("", "PersistentVolumeClaim", "developer", "a"), null, "v1", null, live, SyncStatus.Synced,
            new HealthStatus(HealthCode.Degraded, "lost"));
        var target = new Target("commit", default, default, [], null);

        $"{new AppComparison(target, [claim], [], []).Health}".ShouldBe(health);
    }
}
