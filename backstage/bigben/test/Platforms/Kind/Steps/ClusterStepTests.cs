using BigBen.Foundation;
using BigBen.Platforms.Kind;
using BigBen.Platforms.Kind.Steps;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Platforms.Kind.Steps;

public sealed class ClusterStepTests
{
    private static readonly KindSettings Settings = new(
        RepositoryRoot.Path,
        new StateFolder("/state"),
        new KindRecord("big-ben-1", 8080, Monitoring: false, Source: null, Registry: null),
        KindVersions.Read(RepositoryRoot.Path));

    [Theory]
    [InlineData("HTTP_PROXY", "NO_PROXY", "localhost,.corp", "localhost,.corp,big-ben-1-registry")]
    [InlineData("https_proxy", "no_proxy", ".corp", ".corp,big-ben-1-registry")]
    [InlineData("https_proxy", "no_proxy", null, "big-ben-1-registry")]
    public void Nodes_behind_a_proxy_reach_the_registry_without_it(string proxy, string direct, string? known, string expected)
    {
        var variables = ClusterStep.Direct(Settings, name => name == proxy ? "http://proxy:3128" : name == direct ? known : null);

        variables.ShouldBe(new Dictionary<string, string?> { ["NO_PROXY"] = expected, ["no_proxy"] = expected });
    }

    [Fact]
    public void Without_a_proxy_nothing_is_said() => ClusterStep.Direct(Settings, _ => null).ShouldBeEmpty();
}
