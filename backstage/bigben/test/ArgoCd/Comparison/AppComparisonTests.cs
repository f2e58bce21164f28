using System.Text.Json;
using System.Text.Json.Nodes;
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

    [Theory]
    [InlineData("", false, "OutOfSync")]
    [InlineData("IgnoreExtraneous", false, "Synced")]
    [InlineData("ServerSideDiff=true, IgnoreExtraneous", false, "Synced")]
    [InlineData("IgnoreExtraneous", true, "OutOfSync")]
    public void What_git_no_longer_has_does_not_count_where_it_says_so(string options, bool isInGit, string status)
    {
        var body = $$"""
            {
              "apiVersion": "v1", "kind": "PersistentVolumeClaim",
              "metadata": {
                "name": "a", "namespace": "developer",
                "annotations": {
                  "argocd.argoproj.io/tracking-id": "a:/PersistentVolumeClaim:developer/a",
                  "argocd.argoproj.io/sync-options": "Prune=false",
                  "argocd.argoproj.io/compare-options": "{{options}}"
                }
              }
            }
            """;
        var manifest = Manifest.Of(JsonNode.Parse(body)!.AsObject(), "a test", "developer");
        var claim = new ResourceComparison(
            manifest.Key, null, "v1", isInGit ? TargetObject.Of("a", manifest) : null, JsonDocument.Parse(body).RootElement,
            SyncStatus.OutOfSync, null);

        $"{new AppComparison(new Target("commit", default, default, [], null), [claim], [], []).Status}".ShouldBe(status);
        // The object's own status stays, as Argo CD tells it.
        $"{claim.ToJson()["status"]}".ShouldBe("OutOfSync");
    }
}
