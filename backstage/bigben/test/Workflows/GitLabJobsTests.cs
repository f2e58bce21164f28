using BigBen.Foundation;
using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Tests.Foundation.Processes;
using BigBen.Tests.Images.Registry;
using BigBen.Tests.Manifests.Helm;
using BigBen.Tests.Pipeline.Remote;
using BigBen.Tests.Scenario;
using BigBen.Tests.Verbs.Rendering;

namespace BigBen.Tests.Workflows;

/// <summary>
/// The jobs of the pipeline on GitLab, each script as a runner would run it, with the real verbs and a real registry. What needs an engine
/// or a cloud says what it is asked.
/// </summary>
public sealed class GitLabJobsTests : IAsyncLifetime
{
    private static readonly string[] Charts = ["charts/app", "backstage/cd/environments"];
    private static readonly string[] Services = ["service-a", "service-b"];
    private static readonly string[] Environments = ["developer", "production"];

    private const string Ecr = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";

    private static readonly string[] Scripts = [".gitlab/scripts", ".ci/deploy"];

    private RemoteFixture _fixture = null!;
    private string _helm = "";

    private string Log => File.Exists(_fixture.Temp["tools.log"]) ? File.ReadAllText(_fixture.Temp["tools.log"]) : "";

    public async Task InitializeAsync()
    {
        if (DockerRegistry.Program is null)
            return;
        _fixture = await RemoteFixture.CreateAsync();
        _helm = (await TestHelm.ProgramAsync()).Path;
    }

    public async Task DisposeAsync()
    {
        if (_fixture is not null)
            await _fixture.DisposeAsync();
    }

    [RegistryFact]
    public async Task From_a_commit_to_a_release_on_each_deploy_target_by_what_each_job_runs()
    {
        var commit = await PushAsync();
        await MakeToolsAsync(commit);

        (await RunAsync("check")).ShouldContain("[]");
        (await RunAsync("build")).ShouldContain(" is sha256:");
        (await RunAsync("build")).ShouldContain("Every image is built.");
        await RunAsync("test");
        Log.ShouldContain(".ci/run \n");
        await RunAsync("test-environment");
        Log.ShouldContain(
            "big-ben.sh up --platform local\n"
            + string.Concat(Services.Select(service => $"big-ben.sh pipeline {service} --until performance\n")));
        (await RunAsync("deploy")).ShouldContain("service-a, service-b");

        var recorded = await _fixture.FileAsync("developer");
        foreach (var service in Services)
        {
            var (digest, tag) = (recorded.Services[service].Digest, recorded.Services[service].Tag);
            Log.ShouldContain($"ask-probes.sh {_fixture.Registry.Owner}/bigben-{service}@{digest} {tag} {service} web linux/arm64\n");
            Log.ShouldContain($"aws ecr create-repository --repository-name bigben-{service} ");
            Log.ShouldContain($"docker buildx imagetools create --tag {Ecr}/bigben-{service}:{tag} "
                + $"{_fixture.Registry.Owner}/bigben-{service}@{digest}\n");
            Log.ShouldMatch($"helm upgrade --install {service} chart --namespace developer .* --wait --wait-for-jobs --timeout 10m\n");
            Log.ShouldContain($"--set image.repository={Ecr}/bigben-{service} ");
            Log.ShouldContain($"--set-string image.digest={digest} ");
        }

        Log.ShouldContain("docker context create big-ben\n");
        Log.ShouldContain("aws eks update-kubeconfig --name cluster ");
        // By which a record starts no pipeline.
        (await File.ReadAllTextAsync(_fixture.Temp["server.git/push-options"])).ShouldBe("ci.skip\n");

        await _fixture.TagAsync("v1.0.0", commit);
        await _fixture.Pipeline.GitAsync("fetch", "--quiet", "--tags", "origin");
        (await ReleaseAsync("aws")).ShouldContain("v1.0.0 is recorded for production by ");
        await ReleaseAsync("google");
        await ReleaseAsync("docker-hub");

        var released = await _fixture.FileAsync("production");
        foreach (var service in Services)
        {
            var (digest, tag) = (released.Services[service].Digest, released.Services[service].Tag);
            (digest, tag).ShouldBe((recorded.Services[service].Digest, "v1.0.0"));
            foreach (var target in new[] { "europe-west3-docker.pkg.dev/project/images", "docker.io/owner" })
            {
                Log.ShouldMatch($"docker buildx imagetools create --tag {target}/bigben-{service}:[0-9a-fv.]+ "
                    + $"{_fixture.Registry.Owner}/bigben-{service}@{digest}\n");
            }

            // Nothing of the revision before can be taken for it.
            string[] asked =
            [
                "wait --for create",
                "wait --for jsonpath={.spec.source.targetRevision}=refs/tags/v1.0.0",
                "annotate argocd.argoproj.io/refresh=normal",
                "wait --for jsonpath={.status.sync.comparedTo.source.targetRevision}=refs/tags/v1.0.0",
                "wait --for jsonpath={.status.sync.status}=Synced",
                "wait --for jsonpath={.status.operationState.phase}=Succeeded",
                "wait --for jsonpath={.status.health.status}=Healthy",
            ];
            AskedOf($"production-{service}").ShouldBe(asked);
            Log.ShouldMatch($"gcloud run services replace .*/{service}.yaml --project project --region europe-west3\n");
        }

        AskedOf("big-ben").ShouldBe(["annotate argocd.argoproj.io/refresh=normal"], "the records are its to read");
        Log.IndexOf(" application/big-ben ", StringComparison.Ordinal)
            .ShouldBeLessThan(Log.IndexOf(" application/production-", StringComparison.Ordinal));
        Log.ShouldNotContain("--namespace production ", customMessage: "Argo CD brings up what is recorded, and no Helm");
    }

    [RegistryFact]
    public async Task Cloud_Run_gets_what_answers_requests_and_what_does_not_is_left_out_and_named()
    {
        await MakeToolsAsync(await PushAsync(("app/service-a/deploy-config/developer/values.yaml", "kind: worker\n")));

        await RunAsync("build", ("DEPLOY_TARGET", "google"));
        var output = await RunAsync("deploy", ("DEPLOY_TARGET", "google"));

        output.ShouldContain("service-a is a worker, which answers no requests: Cloud Run cannot run it, and it is left out.\n");
        Log.ShouldMatch("ask-probes.sh .* service-a worker ");
        Log.ShouldMatch("gcloud run services replace .*/service-b.yaml ");
        Log.ShouldNotContain("/service-a.yaml ");
    }

    // What kubectl is asked of an Application, in order.
    private List<string> AskedOf(string application) =>
    [
        .. Log.Split('\n').Where(line => line.Contains($" --namespace argocd application/{application} "))
            .Select(line => line.Replace("kubectl ", "").Replace($"--namespace argocd application/{application} ", "")
                .Replace("--timeout 10m ", "").Replace(" --overwrite", "")),
    ];

    // The job of a tag, which has no branch.
    private Task<string> ReleaseAsync(string target) => RunAsync(
        "release", ("CI_COMMIT_TAG", "v1.0.0"), ("CI_COMMIT_BRANCH", null), ("DEPLOY_TARGET", target), ("EKS_BY", "argocd"));

    private async Task<string> PushAsync(params (string Path, string Text)[] more)
    {
        var files = Charts
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, folder), "*", SearchOption.AllDirectories))
            .Where(file => !file.EndsWith("developer.yaml") && !file.EndsWith("production.yaml"))
            .Select(file => (Path.GetRelativePath(RepositoryRoot.Path, file), File.ReadAllText(file)));
        var values = Services.SelectMany(service => Environments
            .Select(environment => ($"app/{service}/deploy-config/{environment}/values.yaml", ChartClone.Port)));
        var commit = await _fixture.PushAsync("charts", [.. files, .. values, .. more]);
        await _fixture.Pipeline.GitAsync("fetch", "--quiet", "origin");
        await _fixture.Pipeline.GitAsync("checkout", "--quiet", "--detach", commit);
        return commit;
    }

    private async Task MakeToolsAsync(string commit)
    {
        var clone = _fixture.Pipeline;
        foreach (var folder in Scripts)
        {
            foreach (var script in Directory.GetFiles(Path.Combine(RepositoryRoot.Path, folder)))
            {
                var copy = Path.Combine(clone.Path, folder, Path.GetFileName(script));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                TestProgram.Write(copy, await File.ReadAllTextAsync(script));
            }
        }

        var program = Path.Combine(AppContext.BaseDirectory, "bigben.dll");
        // Nothing is installed here. What the two verbs do is the scenario's to show.
        Tool(Path.Combine(clone.Path, ".gitlab/scripts/tools.sh"), Said("tools.sh"));
        Tool(
            Path.Combine(clone.Path, "bootstrap/big-ben.sh"),
            $"case $1 in\nup | pipeline) {Said("big-ben.sh")} ;;\n*) exec dotnet '{program}' \"$@\" ;;\nesac");
        Tool(Path.Combine(clone.Path, ".ci/run"), Said(".ci/run"));
        Tool(Path.Combine(clone.Path, ".github/scripts/ask-probes.sh"), Said("ask-probes.sh"));
        var digests = "";
        foreach (var service in await ServiceCatalog.ListAsync(clone.Git, commit, CancellationToken.None))
        {
            var imageCommit = await Affected.ImageCommitAsync(clone.Git, commit, service, CancellationToken.None);
            var (digest, _) = await _fixture.Registry.PushIndexAsync(_fixture.Images.RepositoryOf(service.Name), imageCommit);
            digests += $"  *app/{service.Name}/Dockerfile*) digest={digest} ;;\n";
        }

        Tool(_fixture.Temp["bin/docker"], $$"""
            {{Said("docker")}}
            case "$*" in
              version*) echo linux/arm64 ;;
              *--password-stdin*) cat >/dev/null ;;
              *imagetools\ inspect*|*context\ inspect*) exit 1 ;;
              # As buildx does, which takes no certificates out of variables.
              *buildx\ create*big-ben) ;;
              *buildx\ create*) exit 1 ;;
              *buildx\ build*)
                case "$*" in
            {{digests}}    esac
                while [[ $1 != --metadata-file ]]; do shift; done
                echo "{\"containerimage.digest\": \"$digest\"}" >"$2" ;;
            esac
            """);
        Tool(_fixture.Temp["bin/aws"], $"{Said("aws")}\n[[ $* != *describe-repositories* ]]");
        foreach (var tool in new[] { "kubectl", "gcloud" })
            Tool(_fixture.Temp[$"bin/{tool}"], Said(tool));
        Tool(_fixture.Temp["bin/helm"], $"[[ $1 == upgrade ]] || exec '{_helm}' \"$@\"\n{Said("helm")}");
        Tool(_fixture.Temp["server.git/hooks/pre-receive"], "cat >/dev/null\necho \"$GIT_PUSH_OPTION_0\" >push-options");
        await _fixture.Server.OutputAsync(CancellationToken.None, "config", "receive.advertisePushOptions", "true");
        await clone.GitAsync(
            "config", $"url.file://{_fixture.Temp["server.git"]}.insteadOf",
            "https://gitlab-ci-token:token@gitlab.example:443/group/big-ben.git");
    }

    private string Said(string tool) => $"echo \"{tool} $*\" >>'{_fixture.Temp["tools.log"]}'";

    private static void Tool(string file, string script)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        TestProgram.Write(file, $"#!/usr/bin/env bash\n{script}\n");
    }

    private async Task<string> RunAsync(string job, params (string Name, string? Value)[] more)
    {
        var clone = _fixture.Pipeline.Path;
        var script = string.Join('\n', GitLabTests.Texts(GitLabTests.Jobs[job]["script"]));
        var environment = new Dictionary<string, string?>
        {
            ["PATH"] = $"{_fixture.Temp["bin"]}:{Environment.GetEnvironmentVariable("PATH")}",
            ["HOME"] = Directory.CreateDirectory(_fixture.Temp["home"]).FullName,
            ["TMPDIR"] = Directory.CreateDirectory(_fixture.Temp["tmp"]).FullName,
            ["BIGBEN_ROOT"] = clone,
            ["BIGBEN_STATE"] = _fixture.Temp["state"],
            ["DOCKER_CONFIG"] = clone,
            ["REGISTRY"] = _fixture.Registry.Owner,
            ["CI_DEFAULT_BRANCH"] = "main",
            ["CI_COMMIT_BRANCH"] = "main",
            ["CI_JOB_TOKEN"] = "token",
            ["CI_SERVER_HOST"] = "gitlab.example",
            ["CI_SERVER_PORT"] = "443",
            ["CI_PROJECT_PATH"] = "group/big-ben",
            ["DEPLOY_TARGET"] = "aws",
            ["OIDC_TOKEN"] = "identity",
            ["AWS_ACCOUNT_ID"] = "123456789012",
            ["AWS_REGION"] = "eu-central-1",
            ["AWS_ROLE_ARN"] = "arn:aws:iam::123456789012:role/deploy",
            ["EKS_CLUSTER"] = "cluster",
            ["GOOGLE_PROJECT"] = "project",
            ["GOOGLE_REGION"] = "europe-west3",
            ["GOOGLE_REPOSITORY"] = "images",
            ["GOOGLE_PROVIDER"] = "projects/1/locations/global/workloadIdentityPools/pool/providers/gitlab",
            ["GOOGLE_SERVICE_ACCOUNT"] = "deploy@project.iam.gserviceaccount.com",
            ["DOCKERHUB_OWNER"] = "owner",
            ["DEPLOY_TOKEN"] = "token",
        };
        foreach (var (name, value) in more)
            environment[name] = value;
        var result = await new Command("bash", "-euo", "pipefail", "-c", script)
        {
            WorkingDirectory = clone,
            Environment = environment,
        }.RunAsync();
        result.ExitCode.ShouldBe(0, $"{job}: {result.Output}{result.Error}");
        return result.Output + result.Error;
    }
}
