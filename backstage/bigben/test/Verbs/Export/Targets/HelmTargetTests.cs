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
        var result = await HelmTarget.MakeAsync(fixture["service-a"], CancellationToken.None);

        var rendered = await RenderedAsync(result, temp);

        result.Next.ShouldStartWith("helm upgrade --install service-a chart --namespace production --create-namespace ");
        result.Next.ShouldNotContain("--wait-for-jobs");
        File.ReadAllText(temp["out/install.sh"]).ShouldEndWith($"\n{result.Next} \"$@\"\n");
        rendered.Select(manifest => manifest.Hash)
            .ShouldBe(fixture["service-a"].Recorded.Objects.Select(manifest => manifest.Hash));
        // Made by Helm, it has no labels.
        result.Left[0].ShouldBe("Namespace production: metadata.labels");
        result.Left.Skip(1).ShouldBe(ManifestTarget.Make(fixture["service-a"]).Left);
    }

    [Fact]
    public async Task A_Job_that_has_no_turn_is_told_tried_as_often_as_its_sync_and_waited_for_with_the_pods()
    {
        using var temp = new TempFolder();
        var result = await HelmTarget.MakeAsync(fixture["orders"], CancellationToken.None);

        var rendered = await RenderedAsync(result, temp);

        result.Left[^1].ShouldBe("Job orders-migrations-…: starts at the same time as all the rest, not in its turn before the new pods");
        result.Next.ShouldEndWith(" --set migrations.backoffLimit=5 --wait-for-jobs");
        var job = rendered.Single(manifest => manifest.Key.Kind == "Job");
        $"{job.Body["spec"]!["backoffLimit"]}".ShouldBe("5");
        rendered.Single(manifest => manifest.Key.Kind == "Deployment").Annotations["bigben.localhost/migrations"].ShouldBe(job.Key.Name);
        HashesOfOthers(rendered).ShouldBe(HashesOfOthers(fixture["orders"].Recorded.Objects));

        static IEnumerable<string> HashesOfOthers(IEnumerable<Manifest> objects) =>
            objects.Where(manifest => manifest.Key.Kind is not ("Job" or "Deployment")).Select(manifest => manifest.Hash);
    }

    private static async Task<IReadOnlyList<Manifest>> RenderedAsync(ExportResult result, TempFolder temp)
    {
        var helm = await TestHelm.ProgramAsync();
        ExportWriter.Write(ExportForm.Folder, result.Files, temp["out"]);
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
        return Manifest.ParseAll(rendered.Output, "helm", "production");
    }
}
