using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Manifests.Helm;
using BigBen.Tests.Git;
using BigBen.Tests.Manifests.Helm;
using BigBen.Verbs.Export;
using BigBen.Verbs.Export.Targets;

namespace BigBen.Tests.Verbs.Export.Targets;

[Collection(ExportTests.Name)]
public sealed class HelmTargetTests(ExportFixture fixture)
{
    [Fact]
    public async Task The_line_that_is_printed_renders_what_the_environment_runs()
    {
        using var temp = new TempFolder();
        var helm = await TestHelm.ProgramAsync();
        var result = await HelmTarget.MakeAsync(fixture["service-a"], CancellationToken.None);
        ExportWriter.Write(ExportForm.Folder, result.Files, temp["out"]);

        result.Next.ShouldStartWith("helm upgrade --install service-a chart --namespace production --create-namespace ");
        File.ReadAllText(temp["out/install.sh"]).ShouldEndWith($"\n{result.Next} \"$@\"\n");
        // As the shell understands it.
        var line = result.Next.Replace("upgrade --install", "template", StringComparison.Ordinal)
            + $" --skip-tests --kube-version {HelmTemplate.DefaultKubeVersion}";
        var rendered = await new Command("bash", "-c", line)
        {
            WorkingDirectory = temp["out"],
            Environment = new Dictionary<string, string?>(helm.Environment)
            {
                ["PATH"] = $"{Path.GetDirectoryName(helm.Path)}:{Environment.GetEnvironmentVariable("PATH")}",
            },
        }.RunAsync();

        rendered.ExitCode.ShouldBe(0, rendered.Error);
        Manifest.ParseAll(rendered.Output, "helm", "production").Select(manifest => manifest.Hash)
            .ShouldBe(fixture["service-a"].Recorded.Objects.Select(manifest => manifest.Hash));
        // Made by Helm, it has no labels.
        result.Left[0].ShouldBe("Namespace production: metadata.labels");
        result.Left.Skip(1).ShouldBe(ManifestTarget.Make(fixture["service-a"]).Left);
    }
}
