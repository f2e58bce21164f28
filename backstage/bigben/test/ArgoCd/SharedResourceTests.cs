using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.ArgoCd;

/// <summary>Two Applications with the same objects.</summary>
public sealed class SharedResourceTests
{
    private const string Rival = "rival";
    private const string Shared = "ConfigMap/extra is part of applications argocd/rival and developer-service-a";

    [Fact]
    public async Task An_Application_is_warned_of_the_objects_that_another_one_has_and_its_sync_fails_where_it_wants_that()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();
        Create(fixture, "FailOnSharedResource=true");

        var rival = await fixture.UntilAsync(app => app.TextAt("status", "operationState", "phase") == "Failed", Rival);

        rival.TextAt("status", "operationState", "message").ShouldBe($"Shared resource found: {Shared}");
        Warnings(rival).ShouldContain(Shared);
        Warnings(rival).ShouldContain("Deployment/service-a is part of applications argocd/rival and developer-service-a");
        Warnings(fixture.App).ShouldBeEmpty();
        ArgoCdFixture.IsLive(fixture.App).ShouldBeTrue();
    }

    // The same source and destination, under another name.
    private static void Create(ArgoCdFixture fixture, params string[] options)
    {
        var spec = JsonObject.Create(fixture.App.At("spec")!.Value)!.DeepClone().AsObject();
        spec["source"]!["helm"]!["releaseName"] = "service-a";
        spec["syncPolicy"] = new JsonObject
        {
            ["automated"] = new JsonObject(),
            ["retry"] = new JsonObject { ["limit"] = 0 },
            ["syncOptions"] = new JsonArray([.. options.Select(option => (JsonNode)option)]),
        };
        fixture.Store.Create(TestApi.Resource("argoproj.io/v1alpha1", "applications"), "argocd", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = Rival },
            ["spec"] = spec,
        });
    }

    private static List<string?> Warnings(JsonElement app) =>
        [.. app.ItemsAt("status", "conditions").Where(condition => condition.TextAt("type") == "SharedResourceWarning")
            .Select(condition => condition.TextAt("message"))];
}
