using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Pipeline.Records;

namespace BigBen.Tests.Verbs.Rendering;

/// <summary>The asset <c>install.yaml</c> of a release: a process in a clone with the real charts and a record of production.</summary>
public sealed class RenderVerbTests : IAsyncLifetime
{
    private static readonly string Digest = $"sha256:{new string('1', 64)}";

    private readonly ChartClone _clone = new();

    public Task InitializeAsync() => _clone.CreateAsync();

    public Task DisposeAsync()
    {
        _clone.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task An_environment_is_everything_that_kubectl_needs_at_the_recorded_revision_and_digest()
    {
        var released = await _clone.Clone.HeadAsync();
        await _clone.Clone.CommitAsync("later", ("app/service-a/deploy-config/production/values.yaml", $"replicas: 9\n{ChartClone.Port}"));
        var record = new EnvironmentFile(
            "production", new Dictionary<string, ServiceRecord> { ["service-a"] = new(released, "v1.0.0", Digest) });
        await _clone.Clone.CommitAsync("Release v1.0.0", (EnvironmentFile.PathOf("production"), $"{record}"));

        var result = await RenderAsync("production", "--domain", "example.com");

        result.ExitCode.ShouldBe(0, result.Error);
        var objects = Manifest.ParseAll(result.Output, "install.yaml", "nowhere");
        objects[0].Key.ShouldBe(new ObjectKey("", "Namespace", "", "production"));
        objects[0].Labels["pod-security.kubernetes.io/enforce"].ShouldBe("restricted");
        objects.Skip(1).ShouldAllBe(manifest => manifest.Key.Namespace == "production");
        var deployment = objects.Single(manifest => manifest.Key.Kind == "Deployment").ToYaml();
        deployment.ShouldContain($"ghcr.io/owner/bigben-service-a:v1.0.0@{Digest}");
        deployment.ShouldContain("replicas: 2");
    }

    [Fact]
    public async Task An_environment_in_which_nothing_is_recorded_is_one_sentence()
    {
        var result = await RenderAsync("production");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldStartWith("big-ben.sh: Nothing is recorded in 'production'");
    }

    private Task<CommandResult> RenderAsync(string environment, params string[] arguments) =>
        _clone.BigBenAsync(["render", environment, "--registry", "ghcr.io/owner", .. arguments]);
}
