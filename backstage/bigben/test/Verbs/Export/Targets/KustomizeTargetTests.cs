using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Tests.ApiServer.Kubectl;
using BigBen.Tests.Git;
using BigBen.Verbs.Export;
using BigBen.Verbs.Export.Targets;

namespace BigBen.Tests.Verbs.Export.Targets;

[Collection(ExportTests.Name)]
public sealed class KustomizeTargetTests(ExportFixture fixture)
{
    [Fact]
    public void Version_count_and_namespace_are_in_the_overlay_alone()
    {
        var files = KustomizeTarget.Make(fixture["service-a"]).Files;
        var @base = string.Concat(files.Where(file => file.Path.StartsWith("base/")).Select(file => file.Text));
        var overlay = files.Single(file => file.Path == "overlays/production/kustomization.yaml").Text;

        @base.ShouldNotContain(ExportFixture.Digest);
        @base.ShouldNotContain("namespace: production");
        @base.ShouldContain("replicas: 1\n");
        overlay.ShouldContain(ExportFixture.Digest);
        overlay.ShouldContain("count: 2");
        files.Single(file => file.Path == "install.yaml").Text.ShouldContain("kind: Namespace");
    }

    [Fact]
    public void An_image_of_two_versions_stays_in_the_base_with_both()
    {
        var files = KustomizeTarget.Make(fixture["copies"]).Files;
        var deployment = files.Single(file => file.Path == "base/deployment-copies.yaml").Text;

        deployment.ShouldContain("image: busybox:1.36\n");
        deployment.ShouldContain("image: busybox:1.37\n");
        files[0].Text.ShouldNotContain("busybox");
        files[0].Text.ShouldContain($"name: {ExportFixture.Registry}/bigben-copies\n");
    }

    [KubectlFact]
    public async Task A_real_kubectl_makes_of_it_what_the_environment_runs()
    {
        using var temp = new TempFolder();
        foreach (var service in new[] { "service-a", "service-b", "nightly", "orders", "copies" })
        {
            ExportWriter.Write(ExportForm.Folder, KustomizeTarget.Make(fixture[service]).Files, temp[service]);

            var built = await Kubectl.RunAsync(Kubectl.CommandFor(temp["none"], "kustomize", temp[$"{service}/overlays/production"]));

            built.ExitCode.ShouldBe(0, built.Error);
            HashesOf(built).ShouldBe(fixture[service].Objects.Select(manifest => $"{manifest} {manifest.Hash}"), ignoreOrder: true);
        }

        static IEnumerable<string> HashesOf(CommandResult built) =>
            Manifest.ParseAll(built.Output, "kustomize", "nowhere").Select(manifest => $"{manifest} {manifest.Hash}");
    }
}
