using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Tests.Git;
using BigBen.Verbs.Export;
using BigBen.Verbs.Export.Targets;
using BigBen.Verbs.Export.Translating;

namespace BigBen.Tests.Verbs.Export.Targets;

[Collection(ExportTests.Name)]
public sealed class MinikubeTargetTests(ExportFixture fixture)
{
    [Fact]
    public async Task The_script_loads_the_image_by_its_digest_and_applies_objects_that_name_it()
    {
        using var temp = new TempFolder();
        var said = await RunAsync(MinikubeTarget.Make(fixture["service-a"]), temp);

        const string name = $"{ExportFixture.Registry}/bigben-service-a";
        var loaded = $"{name}:{ExportFixture.Digest.Replace(':', '-')}";
        said.ShouldBe(
        [
            "minikube start --cni calico",
            $"docker pull {name}@{ExportFixture.Digest}",
            $"docker tag {name}@{ExportFixture.Digest} {loaded}",
            $"minikube image load {loaded}",
            "kubectl --context minikube label nodes --all --overwrite tier=backend",
            "kubectl --context minikube apply --server-side --filename -",
            "kubectl --context minikube rollout status --namespace production deployment/service-a --timeout 3m",
        ]);
        var applied = Manifest.ParseAll(File.ReadAllText(temp["applied.yaml"]), "applied", "nowhere");
        applied.Select(manifest => manifest.Key).ShouldBe(fixture["service-a"].Objects.Select(manifest => manifest.Key));
        applied.Single(manifest => manifest.Key.Kind == "Deployment").ToYaml().ShouldContain($"image: {loaded}\n");
    }

    [Fact]
    public async Task The_database_is_there_before_the_migrations_which_end_before_the_pods_start()
    {
        using var temp = new TempFolder();
        var source = fixture["orders"];
        var job = source.Jobs.ShouldHaveSingleItem().Key.Name;
        var result = MinikubeTarget.Make(source);

        var said = await RunAsync(result, temp);

        result.Left.ShouldAllBe(line => line.StartsWith("Secret "));
        const string kubectl = "kubectl --context minikube";
        said.SkipWhile(line => !line.StartsWith(kubectl)).ShouldBe(
        [
            $"{kubectl} apply --server-side --filename -",
            $"{kubectl} rollout status --namespace production statefulset/orders-database --timeout 10m",
            $"{kubectl} delete --namespace production --ignore-not-found job/{job}",
            $"{kubectl} apply --server-side --filename -",
            $"{kubectl} wait --namespace production --for condition=complete --timeout 600s job/{job}",
            $"{kubectl} apply --server-side --filename -",
            $"{kubectl} rollout status --namespace production deployment/orders --timeout 3m",
        ]);
        var applied = Manifest.ParseAll(File.ReadAllText(temp["applied.yaml"]), "applied", "nowhere")
            .Select(manifest => manifest.Key).ToList();
        applied.ShouldBe(source.Objects.Select(manifest => manifest.Key), ignoreOrder: true);
        applied[0].Kind.ShouldBe("Namespace");
        applied.Select(key => key.Kind).Where(kind => kind is "StatefulSet" or "Job" or "Deployment")
            .ShouldBe(["StatefulSet", "Job", "Deployment"]);
    }

    [Fact]
    public async Task A_restore_has_ended_before_the_migrations_start_and_is_not_run_again()
    {
        using var temp = new TempFolder();
        var source = fixture["orders"];
        var restore = Restore(source);

        var said = await RunAsync(MinikubeTarget.Make(With(source, restore)), temp);

        var ended = Array.IndexOf(said, "kubectl --context minikube wait --namespace production --for condition=complete --timeout 600s "
            + $"job/{restore.Key.Name}");
        ended.ShouldBeGreaterThan(Array.FindIndex(said, line => line.Contains("statefulset/orders-database")));
        ended.ShouldBeLessThan(Array.FindIndex(said, line => line.Contains("--ignore-not-found job/orders-migrations-")));
        said.ShouldNotContain(line => line.Contains(" delete ") && line.Contains(restore.Key.Name));
    }

    [Fact]
    public async Task What_applies_all_at_once_says_that_a_restore_has_no_turn()
    {
        var source = fixture["orders"];
        var restored = With(source, Restore(source));
        const string line = "Job orders-database-restore-1: starts at the same time as all the rest, not in its turn before the new pods";

        ManifestTarget.Make(restored).Left.ShouldContain(line);
        KustomizeTarget.Make(restored).Left.ShouldContain(line);
        (await HelmTarget.MakeAsync(restored, CancellationToken.None)).Left.ShouldContain(line);
    }

    // As values.yaml has it with image.pullPolicy: Always.
    [Fact]
    public async Task A_loaded_image_is_never_asked_of_a_registry()
    {
        using var temp = new TempFolder();
        var source = fixture["orders"];
        var objects = source.Recorded.Objects.Select(manifest =>
        {
            var body = (JsonObject)manifest.Body.DeepClone();
            foreach (var container in PodSpecs.ContainersOf(body))
                container["imagePullPolicy"] = "Always";
            return manifest.With(body, source.Environment);
        });

        await RunAsync(MinikubeTarget.Make(source with { Recorded = source.Recorded with { Objects = [.. objects] } }), temp);

        Manifest.ParseAll(File.ReadAllText(temp["applied.yaml"]), "applied", "nowhere")
            .SelectMany(manifest => PodSpecs.ContainersOf(manifest.Body))
            .Select(container => ($"{container["image"]}".Contains(":sha256-"), $"{container["imagePullPolicy"]}")).Distinct()
            .ShouldBe([(false, "Always"), (true, "IfNotPresent")], ignoreOrder: true);
    }

    [ShellcheckFact]
    public async Task Shellcheck_has_nothing_to_say()
    {
        foreach (var service in new[] { "service-a", "service-b", "nightly", "orders" })
        {
            var script = MinikubeTarget.Make(fixture[service]).Files[0].Text;
            var result = await new Command("shellcheck", "-") { Input = script }.RunAsync();
            result.ExitCode.ShouldBe(0, result.Output);
        }
    }

    // As the chart has it: no hook, between the database and the migrations.
    private static Manifest Restore(ExportSource source) => Manifest.ParseAll(
        """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: orders-database-restore-1
          labels: {app.kubernetes.io/name: orders-database, app.kubernetes.io/component: restore}
          annotations: {argocd.argoproj.io/sync-wave: "1"}
        spec: {backoffLimit: 0}
        """,
        "restore.yaml", source.Environment).Single();

    private static ExportSource With(ExportSource source, Manifest more) =>
        source with { Recorded = source.Recorded with { Objects = [.. source.Recorded.Objects, more] } };

    // What each tool is asked, a line each; what kubectl is given is kept in applied.yaml.
    private static async Task<string[]> RunAsync(ExportResult export, TempFolder temp)
    {
        // What this process had open for writing could be busy when it is run (TestProgram).
        ExportWriter.Write(ExportForm.File, export.Files, temp["written.sh"]);
        await new Command("cp", "-p", temp["written.sh"], temp["minikube.sh"]).OutputAsync();
        foreach (var tool in new[] { "minikube", "docker", "kubectl" })
        {
            temp.WriteProgram($"bin/{tool}", $"""
                #!/usr/bin/env bash
                echo "{tool} $*"
                [[ $1 == status ]] && exit 1
                [[ $* == *--filename\ -* ]] && cat >>'{temp["applied.yaml"]}'
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
        result.ExitCode.ShouldBe(0, result.Error);
        return result.Output.Trim().Split('\n');
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
