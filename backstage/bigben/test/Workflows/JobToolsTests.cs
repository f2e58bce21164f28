using BigBen.Foundation;
using BigBen.Foundation.Processes;
using BigBen.Tests.Git;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Workflows;

/// <summary>What a job's image may lack, and where its engine may be: each script with tools that say what they are asked.</summary>
public sealed class JobToolsTests : IDisposable
{
    // What the scripts use of every system; anything else is not there.
    private static readonly string[] Common = ["bash", "dirname", "mktemp", "rm", "uname", "cat", "mkdir", "chmod", "jq"];

    private readonly TempFolder _temp = new();

    private string Log => File.Exists(_temp["log"]) ? File.ReadAllText(_temp["log"]) : "";

    public JobToolsTests()
    {
        Directory.CreateDirectory(_temp["bin"]);
        Directory.CreateDirectory(_temp["clone"]);
        foreach (var name in Common)
            File.CreateSymbolicLink(_temp[$"bin/{name}"], SearchPath.Find(name)!);
    }

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(null, "127.0.0.1", "127.0.0.1")]
    [InlineData("unix:///var/run/docker.sock", "127.0.0.1", "127.0.0.1")]
    [InlineData("tcp://docker:2376", "0.0.0.0", "docker")]
    public async Task Probes_are_asked_on_the_machine_of_the_engine(string? engine, string published, string asked)
    {
        Engine(published);

        await RunAsync(".github/scripts/ask-probes.sh", ["image", "v1", "orders", "web"], ("DOCKER_HOST", engine));

        Log.ShouldContain($" --publish {published}::8080 --publish {published}::9090 image\n");
        foreach (var probe in new[] { "30009090/alive", "30009090/ready", "30008080/health", "30008080/version" })
            Log.ShouldContain($" http://{asked}:{probe}\n");
    }

    [Theory]
    [InlineData("", false, "run --detach --read-only ")]
    [InlineData("", true, " no-new-privileges --env-file app/orders/smoke-test.env --env HTTP_PORT=8080 ")]
    [InlineData("linux/arm64", false, "run --detach --platform linux/arm64 --read-only ")]
    public async Task An_image_is_started_on_the_platform_that_is_named_with_what_its_program_does_not_start_without(
        string platform, bool needsSettings, string started)
    {
        Engine("127.0.0.1");
        var settings = _temp["clone/app/orders/smoke-test.env"];
        if (needsSettings)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(settings)!);
            await File.WriteAllTextAsync(settings, "SECRET_KEY=x\n");
        }

        await RunAsync(".github/scripts/ask-probes.sh", ["image", "v1", "orders", "web", platform]);

        Log.ShouldContain(started);
        Log.Contains("--env-file").ShouldBe(needsSettings);
    }

    [Theory]
    [InlineData("worker")]
    [InlineData("cronjob")]
    public async Task What_answers_no_requests_is_not_started_and_that_is_said(string kind)
    {
        Engine("127.0.0.1");

        var output = await RunAsync(".github/scripts/ask-probes.sh", ["image", "v1", "orders", kind]);

        output.ShouldBe($"orders is a {kind}, which answers no requests: its image is not started.\n");
        Log.ShouldBe("");
    }

    [Theory]
    [InlineData(null, "linux/amd64", "linux/amd64")]
    [InlineData(null, "linux/arm64", "linux/arm64")]
    [InlineData("linux/arm64", "linux/arm64", "linux/arm64")]
    [InlineData("linux/arm64", "linux/amd64", "linux/arm64")]
    [InlineData("linux/amd64,linux/arm64", "linux/riscv64", "linux/amd64")]
    public async Task An_image_that_is_built_is_started_on_the_engines_own_platform_or_on_one_that_it_is_for(
        string? platforms, string engine, string asked)
    {
        Tool("docker", $$"""
            case "$*" in
              version*) echo {{engine}} ;;
              buildx\ build*)
                while [[ $1 != --metadata-file ]]; do shift; done
                echo '{"containerimage.digest": "sha256:1"}' >"$2" ;;
            esac
            """);
        Tool("../clone/bootstrap/big-ben.sh", """
            row='{"service":"orders","kind":"worker","commit":"c","tag":"t","repository":"registry/bigben-orders"}'
            [[ $1 != affected ]] || echo "[$row]"
            """);
        Tool("../clone/.github/scripts/ask-probes.sh", "");

        await RunAsync(".gitlab/scripts/build.sh", ["registry"], ("PLATFORMS", platforms));

        Log.ShouldContain($" --platform {platforms ?? "linux/amd64,linux/arm64"} ");
        Log.ShouldContain($"ask-probes.sh registry/bigben-orders@sha256:1 t orders worker {asked}\n");
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "apt-get install -y -qq --no-install-recommends docker-buildx\n")]
    public async Task A_plugin_of_docker_is_installed_where_docker_has_none(int exitCode, string installed)
    {
        Tool("docker", $"exit {exitCode}");
        Tool("apt-get", "");

        await RunAsync(".gitlab/scripts/tools.sh", ["docker=docker.io", "docker-buildx=docker-buildx"]);

        Log.Split("apt-get update -qq\n")[^1].Replace("docker buildx version\n", "").ShouldBe(installed);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("google", false)]
    [InlineData("aws", true)]
    public async Task The_program_of_AWS_is_installed_for_its_target_alone(string target, bool isInstalled)
    {
        Tool("curl", "");
        Tool("unzip", "mkdir \"$4/aws\" && echo 'echo installed >>\"$LOG\"' >\"$4/aws/install\" && chmod +x \"$4/aws/install\"");

        await RunAsync(".gitlab/scripts/aws.sh", [target]);

        Log.Contains("installed").ShouldBe(isInstalled);
        Log.Contains("curl ").ShouldBe(isInstalled);
    }

    private void Tool(string name, string script) => _temp.WriteProgram(
        $"bin/{name}", $"#!/usr/bin/env bash\necho \"{Path.GetFileName(name)} $*\" >>\"$LOG\"\n{script}\n");

    // One that starts whatever it is asked for, and what then answers.
    private void Engine(string published)
    {
        Tool("docker", $$"""
            case "$1" in
              run) echo id ;;
              port) echo "{{published}}:3000${3%%/*}" ;;
              inspect) echo 0 ;;
            esac
            """);
        Tool("curl", "[[ $* != */version ]] || echo '{\"version\":\"v1\"}'");
    }

    private async Task<string> RunAsync(string script, string[] arguments, params (string Name, string? Value)[] variables)
    {
        var environment = new Dictionary<string, string?> { ["PATH"] = _temp["bin"], ["LOG"] = _temp["log"] };
        foreach (var (name, value) in variables)
            environment[name] = value;
        var result = await new Command(_temp["bin/bash"], [Path.Combine(RepositoryRoot.Path, script), .. arguments])
        {
            WorkingDirectory = _temp["clone"],
            Environment = environment,
        }.RunAsync();
        result.ExitCode.ShouldBe(0, result.Output + result.Error);
        return result.Output;
    }
}
