using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Reconciling;
using BigBen.Tests.ApiServer;
using BigBen.Tests.ArgoCd.Sync;

namespace BigBen.Tests.ArgoCd.Reconciling;

public sealed class OrphanedResourcesTests : IDisposable
{
    private const string Application =
        """
        {
          "metadata": { "name": "a", "namespace": "argocd" },
          "spec": {
            "source": { "repoURL": "file:///forge.git", "path": "chart" },
            "destination": { "server": "https://kubernetes.default.svc", "namespace": "developer" }
          }
        }
        """;

    private readonly TestSync _sync = new();

    [Theory]
    [InlineData("", null)]
    [InlineData(""", "orphanedResources": { "warn": false }""", null)]
    [InlineData(""", "orphanedResources": {}""", "Application has 2 orphaned resources")]
    [InlineData(
        """, "orphanedResources": { "warn": true, "ignore": [{ "group": "", "kind": "ConfigMap", "name": "by-*" }] }""",
        "Application has 1 orphaned resources")]
    [InlineData(""", "orphanedResources": {}, "namespaceResourceBlacklist": [{ "group": "*", "kind": "*" }]""", null)]
    public void Objects_that_nobody_has_are_warned_of(string rules, string? warning)
    {
        _sync.Store.Create(TestApi.Resource("v1", "namespaces"), "", Object("argocd"));
        _sync.Store.Create(TestApi.Resource("argoproj.io/v1alpha1", "applications"), "argocd", JsonNode.Parse(Application)!.AsObject());
        _sync.Begin("{}", TestSync.ConfigMap("tracked", "{}"));
        Create("v1", "configmaps", Object("by-hand"));
        Create("v1", "secrets", Object("by-hand-too"));
        Create("v1", "configmaps", Object("kube-root-ca.crt"));
        Create("v1", "serviceaccounts", Object("default"));
        var project = new AppProject(Json(
            $$"""{ "spec": { "destinations": [{ "server": "*", "namespace": "*" }]{{rules}} } }"""));

        new OrphanedResources(_sync.Store).Warning(BigBen.ArgoCd.Applications.Application.Read(Json(Application)), project)
            .ShouldBe(warning);
    }

    public void Dispose() => _sync.Dispose();

    private void Create(string apiVersion, string plural, JsonObject value) =>
        _sync.Store.Create(TestApi.Resource(apiVersion, plural), "developer", value);

    private static JsonObject Object(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name } };

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
