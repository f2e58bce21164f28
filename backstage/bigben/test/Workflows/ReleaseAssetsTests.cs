using BigBen.Foundation;
using BigBen.Tests.Git;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Workflows;

/// <summary>The scripts of a release, with programs that answer as they are told and record their calls; jq is the real one.</summary>
public sealed class ReleaseAssetsTests : IDisposable
{
    private static readonly string Digest = $"sha256:{new string('d', 64)}";

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_release_gets_install_yaml_and_the_SBOM_of_every_image_that_its_environment_runs()
    {
        Program("clone/bootstrap/big-ben.sh", """
            case $1 in
            render) echo "rendered $2 from $4" ;;
            images) echo '[
              {"service":"service-a","image":"r/bigben-service-a@sha256:1","environments":"developer, production",
               "recorded":[{"environment":"developer","tag":"1234567"},{"environment":"production","tag":"v1.2.0"}]},
              {"service":"service-b","image":"r/bigben-service-b@sha256:2","environments":"production",
               "recorded":[{"environment":"production","tag":"v1.2.0"}]},
              {"service":"service-c","image":"r/bigben-service-c@sha256:3","environments":"developer",
               "recorded":[{"environment":"developer","tag":"1234567"}]}]' ;;
            esac
            """);
        Program("bin/docker", "echo \"SBOM of $4\"");
        // The script's own folder is gone when it ends.
        Program("bin/gh", $"shift 4; mkdir '{_temp["uploaded"]}'; cp \"$@\" '{_temp["uploaded"]}'");

        var result = await RunAsync("release-assets.sh", "v1.2.0", "r", "production");

        result.ExitCode.ShouldBe(0, result.Error);
        Directory.GetFiles(_temp["uploaded"]).Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetFileName(file)}: {File.ReadAllText(file).TrimEnd()}").ShouldBe(
            [
                "install.yaml: rendered production from r", "sbom-service-a.json: SBOM of r/bigben-service-a@sha256:1",
                "sbom-service-b.json: SBOM of r/bigben-service-b@sha256:2",
            ]);
        Called("gh").ShouldStartWith("gh release upload v1.2.0 --clobber ");
    }

    [Theory]
    [InlineData("render) exit 3 ;;", "echo SBOM")]
    [InlineData("images) echo '[{\"service\":\"a\",\"image\":\"i\",\"environments\":\"production\",\"recorded\":[]}]' ;;", "exit 3")]
    public async Task A_release_with_less_than_all_of_it_gets_nothing(string answers, string docker)
    {
        Program("clone/bootstrap/big-ben.sh", $"case $1 in\n{answers}\nesac");
        Program("bin/docker", docker);
        Program("bin/gh", "exit 0");

        (await RunAsync("release-assets.sh", "v1.2.0", "r", "production")).ExitCode.ShouldBe(3);

        Called("gh").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_release_that_its_environment_no_longer_runs_gets_nothing_of_another_one()
    {
        Program("clone/bootstrap/big-ben.sh", """
            test $1 != images || echo '[
              {"service":"service-a","image":"a","environments":"production","recorded":[{"environment":"production","tag":"v1.3.0"}]},
              {"service":"service-b","image":"b","environments":"production","recorded":[{"environment":"production","tag":"v1.2.0"}]}]'
            """);
        Program("bin/docker", "echo SBOM");
        Program("bin/gh", "exit 0");

        var result = await RunAsync("release-assets.sh", "v1.2.0", "r", "production");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldBe(
            "production is recorded with service-a v1.3.0, not v1.2.0: install.yaml would be another release's, and v1.2.0 gets no "
            + "assets.\n");
        Called("gh").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_chart_is_pushed_as_an_artifact_of_the_release_s_version_and_named_by_its_digest()
    {
        Program("bin/helm", $"test $1 = package || echo 'Digest: {Digest}' >&2");

        var result = await RunAsync("publish-chart.sh", "v1.2.0", "Registry.example/Owner/charts");
        Program("bin/helm", "exit 0");
        var untold = await RunAsync("publish-chart.sh", "v1.2.0", "registry.example/charts");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.Trim().ShouldBe($"registry.example/owner/charts/app@{Digest}");
        Called("helm").ShouldMatch(
            @"^helm package charts/app --version 1\.2\.0 --app-version v1\.2\.0 --destination (\S+)\n"
            + @"helm push \1/app-1\.2\.0\.tgz oci://registry\.example/owner/charts\n");
        untold.ExitCode.ShouldBe(1);
        untold.Output.ShouldBeEmpty();
    }

    [Fact]
    public void The_workflow_of_a_release_adds_them_and_signs_the_chart_by_that_digest()
    {
        var jobs = Workflow.All.Single(workflow => workflow.Name == "tag-release").Jobs.ToDictionary(job => job.Name);

        Text(jobs["assets"]).ShouldContain(".github/scripts/release-assets.sh \"$TAG\" \"$REGISTRY\" \"$TO\"");
        Text(jobs["assets"]).ShouldContain("contents: write");
        Text(jobs["chart"]).ShouldContain("image=$(.github/scripts/publish-chart.sh \"$TAG\" \"$REGISTRY/charts\")");
        $"{jobs["chart"].Node["outputs"]["image"]}".ShouldBe("${{ steps.chart.outputs.image }}");
        $"{jobs["sign-chart"].Node["needs"]}".ShouldBe("chart");
        var sign = jobs["sign-chart"].Steps.Single(step => step.Children.ContainsKey("run"));
        $"{sign["run"]}".ShouldBe("cosign sign --yes \"$IMAGE\"");
        $"{sign["env"]["IMAGE"]}".ShouldBe("${{ needs.chart.outputs.image }}");

        static string Text(Job job) =>
            string.Join('\n', job.Steps.Where(step => step.Children.ContainsKey("run")).Select(step => $"{step["run"]}"))
            + string.Join('\n', ((YamlDotNet.RepresentationModel.YamlMappingNode)job.Node["permissions"]).Children
                .Select(right => $"{right.Key}: {right.Value}"));
    }

    private string Called(string program) => File.Exists(_temp["called"])
        ? string.Concat(File.ReadLines(_temp["called"]).Where(line => line.StartsWith($"{program} ", StringComparison.Ordinal))
            .Select(line => $"{line}\n"))
        : "";

    private void Program(string name, string script) =>
        _temp.WriteProgram(name, $"#!/bin/sh\necho {Path.GetFileName(name)} \"$@\" >> '{_temp["called"]}'\n{script}\n");

    private Task<CommandResult> RunAsync(string script, params string[] arguments) =>
        new Command("bash", [Path.Combine(RepositoryRoot.Path, ".github/scripts", script), .. arguments])
        {
            WorkingDirectory = Directory.CreateDirectory(_temp["clone"]).FullName,
            Environment = new Dictionary<string, string?>
            {
                ["PATH"] = $"{_temp["bin"]}:{Environment.GetEnvironmentVariable("PATH")}",
            },
        }.RunAsync(CancellationToken.None);
}
