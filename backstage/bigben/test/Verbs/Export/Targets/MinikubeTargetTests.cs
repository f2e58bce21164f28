using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Tests.Git;
using BigBen.Verbs.Export;
using BigBen.Verbs.Export.Targets;

namespace BigBen.Tests.Verbs.Export.Targets;

[Collection(ExportTests.Name)]
public sealed class MinikubeTargetTests(ExportFixture fixture)
{
    [Fact]
    public async Task The_script_loads_the_image_by_its_digest_and_applies_objects_that_name_it()
    {
        using var temp = new TempFolder();
        ExportWriter.Write(ExportForm.File, MinikubeTarget.Make(fixture["service-a"]).Files, temp["minikube.sh"]);
        // They say what they are asked; kubectl keeps what it is given.
        foreach (var tool in new[] { "minikube", "docker", "kubectl" })
        {
            temp.WriteProgram($"bin/{tool}", $"""
                #!/usr/bin/env bash
                echo "{tool} $*"
                [[ $1 == status ]] && exit 1
                [[ $* == *--filename\ -* ]] && cat >'{temp["applied.yaml"]}'
                exit 0
                """);
        }

        var result = await new Command(temp["minikube.sh"])
        {
            Environment = new Dictionary<string, string?>
            {
                ["PATH"] = $"{temp["bin"]}:{Environment.GetEnvironmentVariable("PATH")}",
            },
        }.RunAsync();

        const string name = $"{ExportFixture.Registry}/bigben-service-a";
        var loaded = $"{name}:{ExportFixture.Digest.Replace(':', '-')}";
        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.Trim().Split('\n').ShouldBe(
        [
            "minikube start --cni calico",
            $"docker pull {name}@{ExportFixture.Digest}",
            $"docker tag {name}@{ExportFixture.Digest} {loaded}",
            $"minikube image load {loaded}",
            "kubectl --context minikube label nodes --all --overwrite tier=backend",
            "kubectl --context minikube apply --server-side --filename -",
            "kubectl --context minikube rollout status --namespace production deployment/service-a --timeout 3m",
        ]);
        var applied = Manifest.ParseAll(await File.ReadAllTextAsync(temp["applied.yaml"]), "applied", "nowhere");
        applied.Select(manifest => manifest.Key).ShouldBe(fixture["service-a"].Objects.Select(manifest => manifest.Key));
        applied.Single(manifest => manifest.Key.Kind == "Deployment").ToYaml().ShouldContain($"image: {loaded}\n");
    }

    [ShellcheckFact]
    public async Task Shellcheck_has_nothing_to_say()
    {
        foreach (var service in new[] { "service-a", "service-b", "nightly" })
        {
            var script = MinikubeTarget.Make(fixture[service]).Files[0].Text;
            var result = await new Command("shellcheck", "-") { Input = script }.RunAsync();
            result.ExitCode.ShouldBe(0, result.Output);
        }
    }
}

/// <summary>A test with shellcheck; skipped, and said so, without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ShellcheckFactAttribute : FactAttribute
{
    public ShellcheckFactAttribute()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!path.Any(folder => File.Exists(Path.Combine(folder, "shellcheck"))))
            Skip = "shellcheck is not on PATH.";
    }
}
