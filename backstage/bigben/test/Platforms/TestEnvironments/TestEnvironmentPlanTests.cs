using System.Text.Json;
using BigBen.ArgoCd;
using BigBen.ArgoCd.Sources;
using BigBen.Git;
using BigBen.Kubernetes;
using BigBen.Manifests.Helm;
using BigBen.Pipeline.Records;
using BigBen.Platforms.TestEnvironments;
using BigBen.Tests.Git;
using BigBen.Tests.Manifests.Helm;
using BigBen.Tests.Verbs.Rendering;

namespace BigBen.Tests.Platforms.TestEnvironments;

public class TestEnvironmentPlanTests
{
    private static CancellationToken None => CancellationToken.None;

    [Theory]
    [InlineData("networkPolicy:\n  peers:\n    - name: a\n      port: 1\n    - {name: b, port: 2}\n    - {name: a, port: 3}\n", "a", "b")]
    [InlineData("networkPolicy: {enabled: true}\n")]
    [InlineData("")]
    public void The_peers_of_a_service_are_what_its_values_say_it_calls(string yaml, params string[] peers) =>
        TestEnvironmentPlan.PeersIn(yaml, "values.yaml").ShouldBe(peers);

    [Fact]
    public async Task It_is_what_the_environments_chart_renders_with_the_values_of_another_environment()
    {
        using var charts = new ChartClone();
        using var temp = new TempFolder();
        await charts.CreateAsync();
        var helm = await TestHelm.ProgramAsync();
        var settings = new EnvironmentSettings("local", "bigben.localhost", 8080);
        var renderer = new Renderer(
            new GitSource(GitCli.OfCheckout(charts.Clone.Path), "file:///forge"), new HelmCli(helm), settings,
            new RenderCache(temp["cache"], TimeProvider.System));
        var root = JsonSerializer.SerializeToElement(RootApplication.Manifest("file:///forge", settings, ["developer.yaml"]));
        var commit = await charts.Clone.HeadAsync();
        var records = new Dictionary<string, ServiceRecord>
        {
            ["service-b"] = new(commit, "1234567", $"sha256:{new string('b', 64)}"),
            ["service-a"] = new(new string('c', 40), "v1.0.0", $"sha256:{new string('a', 64)}"),
        };

        var (project, applications) = await new TestEnvironmentPlan("test-1a2b3c", "service-b", "developer", records)
            .ObjectsAsync(renderer, root, commit, None);

        var limits = JsonSerializer.SerializeToElement(project);
        limits.TextAt("metadata", "labels", "bigben.localhost/test-environment").ShouldBe("service-b");
        limits.ItemsAt("spec", "destinations").ShouldHaveSingleItem().TextAt("namespace").ShouldBe("test-1a2b3c");
        var bodies = applications.Select(body => JsonSerializer.SerializeToElement(body)).ToList();
        bodies.Select(body => body.NameOf()).ShouldBe(["test-1a2b3c-service-a", "test-1a2b3c-service-b"]);
        var spec = bodies[1].At("spec").ShouldNotBeNull();
        spec.TextAt("destination", "namespace").ShouldBe("test-1a2b3c");
        spec.TextAt("source", "targetRevision").ShouldBe(commit);
        spec.ItemsAt("source", "helm", "valueFiles").Select(file => $"{file}")
            .ShouldBe(["/app/service-b/deploy-config/developer/values.yaml"]);
        var parameters = spec.ItemsAt("source", "helm", "parameters").ToDictionary(one => one.TextAt("name"), one => one.TextAt("value"));
        parameters["image.digest"].ShouldBe(records["service-b"].Digest);
        parameters["ingress.host"].ShouldBe("test-1a2b3c.service-b.bigben.localhost");
    }
}
