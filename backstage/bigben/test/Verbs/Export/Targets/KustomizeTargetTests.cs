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

    [Fact]
    public void A_Job_has_no_turn_and_is_of_one_version()
    {
        var source = fixture["orders"];
        var job = source.Jobs.ShouldHaveSingleItem().Key.Name;
        var result = KustomizeTarget.Make(source);

        result.Left.Skip(1).ShouldBe(
        [
            $"Job {job}: starts at the same time as all the rest, not in its turn before the new pods",
            $"Job {job}: is this version's; export again for another, in place of changing the overlay",
        ]);
        result.Next.ShouldBe("kubectl apply --server-side --kustomize overlays/production "
            + $"&& kubectl wait --namespace production --for condition=complete --timeout 600s job/{job}");
        result.Files.Single(file => file.Path == $"base/job-{job}.yaml").Text.ShouldContain("backoffLimit: 5\n");
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
            var wanted = ManifestTargetTests.ObjectsOf(fixture[service]);
            HashesOf(built).ShouldBe(wanted.Select(manifest => $"{manifest} {manifest.Hash}"), ignoreOrder: true);
        }

        static IEnumerable<string> HashesOf(CommandResult built) =>
            Manifest.ParseAll(built.Output, "kustomize", "nowhere").Select(manifest => $"{manifest} {manifest.Hash}");
    }
}
