using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Comparison;
using BigBen.ArgoCd.Reconciling;
using BigBen.Tests.ApiServer;
using BigBen.Tests.ArgoCd.Sync;

namespace BigBen.Tests.ArgoCd.Reconciling;

public sealed class StatusWriterTests : IDisposable
{
    private readonly TestSync _sync = new();

    public void Dispose() => _sync.Dispose();

    [Theory]
    [InlineData("normal", "normal", null)]
    [InlineData(null, "normal", "normal")]
    [InlineData("normal", "hard", "hard")]
    public void A_refresh_that_is_asked_for_while_another_runs_is_still_to_be_done(string? asked, string now, string? left)
    {
        _sync.Store.Create(TestApi.Resource("v1", "namespaces"), "", Json("""{ "metadata": { "name": "argocd" } }"""));
        var created = _sync.Store.Create(Kinds.Applications, "argocd", Json(
            $$"""
            {
              "metadata": { "name": "a", "namespace": "argocd", "annotations": { "argocd.argoproj.io/refresh": "{{now}}" } },
              "spec": {
                "project": "default",
                "source": { "repoURL": "file:///forge.git", "path": "chart" },
                "destination": { "server": "https://kubernetes.default.svc", "namespace": "developer" }
              }
            }
            """));
        var application = Application.Read(created);
        var target = new Target("main", application.SourceJson, application.DestinationJson, [], Error: null);

        new StatusWriter(_sync.Store, TimeProvider.System).Write(
            application, new AppProject(JsonDocument.Parse("{}").RootElement), new AppComparison(target, [], [], []), null, true, asked);

        var value = _sync.Store.Find(Kinds.Applications, "argocd", "a")!.Value;
        value.TextAt("status", "sync", "status").ShouldBe("Synced");
        value.TextAt("metadata", "annotations", "argocd.argoproj.io/refresh").ShouldBe(left);
    }

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();
}
