using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.ArgoCd;

/// <summary>Applications in every kind of trouble, against what Argo CD 3.5.1 said of them.</summary>
public sealed class TroubleTests
{
    // Helm's own failures are told in fewer words here, without the command line.
    private static readonly Dictionary<string, string> Excerpts = new()
    {
        ["x-value"] = "replicas",
        ["x-values-file"] = "nope.yaml: no such file or directory",
    };

    [Fact]
    public async Task What_is_wrong_with_an_Application_is_told_as_Argo_CD_tells_it()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync(
            ("charts/app/values.schema.json", """{ "properties": { "replicas": { "type": "integer" } } }"""));
        foreach (var golden in Golden.Read("argocd/troubles.json").EnumerateArray())
        {
            var name = golden.TextAt("name")!;
            fixture.Store.Create(TestApi.Resource("argoproj.io/v1alpha1", "applications"), "argocd", new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = name },
                ["spec"] = Golden.Node(golden.At("spec")!.Value),
            });

            var status = (await fixture.UntilAsync(app => app.At("status", "sync") is not null, name)).At("status")!.Value;

            status.TextAt("health", "status").ShouldBe(golden.TextAt("health"), name);
            status.TextAt("sync", "status").ShouldBe(golden.TextAt("sync"), name);
            status.TextAt("sync", "revision").ShouldBe(golden.TextAt("revision"), name);
            status.EnumerateObject().Select(field => field.Name).Order()
                .ShouldBe(golden.ItemsAt("fields").Select(field => field.ToString()), name);
            var (condition, expected) = (status.ItemsAt("conditions").Single(), golden.ItemsAt("conditions").Single());
            condition.TextAt("type").ShouldBe(expected.TextAt("type"), name);
            if (Excerpts.TryGetValue(name, out var excerpt))
                condition.TextAt("message")!.ShouldContain(excerpt);
            else
                condition.TextAt("message").ShouldBe(expected.TextAt("message"), name);
        }
    }
}
