using BigBen.Foundation;
using BigBen.Platforms.Kind;
using BigBen.Tests.Git;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Platforms.Kind;

/// <summary><c>--dry-run</c>: the whole plan, on a machine that has nothing.</summary>
public sealed class KindPlanTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task The_plan_is_printed_in_order_without_any_tool_and_nothing_is_made()
    {
        var plan = await DryRunAsync("--port", "18080");

        string[] commands =
        [
            "$ docker info", "$ kind get clusters", "$ docker run", "$ kind create cluster", "$ docker network connect kind",
            "traefik --repo https://traefik.github.io/charts --version 41.3.0", "metrics-server",
            "argo-cd --repo https://argoproj.github.io/argo-helm --version 10.9.2", "backstage/cd/argo/root",
            "$ docker build", "$ docker push", "$ kind delete cluster", "$ docker volume rm",
        ];
        var places = commands.Select(command => plan.IndexOf(command, StringComparison.Ordinal)).ToList();
        places.ShouldAllBe(place => place > 0);
        places.ShouldBe(places.Order());
        plan.ShouldContain("http://argocd.bigben.localhost:18080");
        plan.ShouldNotContain("monitoring-values.yaml");
        Directory.Exists(temp["state"]).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_optional_appears_when_it_is_asked_for()
    {
        (await DryRunAsync("--with", "monitoring")).ShouldContain(
            "kube-prometheus-stack --repo https://prometheus-community.github.io/helm-charts --version 88.5.3");
        var hosted = await DryRunAsync("--source", "git@github.com:Somebody/Fork.git");
        hosted.ShouldContain("registry=ghcr.io/somebody");
        hosted.ShouldContain("revision=HEAD");
        hosted.ShouldNotContain("docker run");
    }

    [Fact]
    public async Task A_domain_of_one_s_own_is_that_of_every_host()
    {
        var plan = await DryRunAsync("--domain", "example.localhost", "--port", "18080", "--with", "monitoring");

        plan.ShouldContain("configs.cm.url=http://argocd.example.localhost:18080");
        plan.ShouldContain("global.domain=argocd.example.localhost");
        plan.ShouldContain("grafana.ingress.hosts[0]=grafana.example.localhost");
        plan.ShouldContain("domain=example.localhost");
        plan.ShouldNotContain("bigben.localhost");
    }

    [Fact]
    public async Task A_moved_state_folder_has_its_cluster_and_a_copied_one_makes_another()
    {
        var (original, state) = (new StateFolder(temp["original"]), new StateFolder(temp["state"]));
        var record = new KindRecord(original.UniqueName, 18080, Monitoring: false, Source: null, Registry: null);
        record.Write(original);
        temp.Copy("original/kind/platform.json", "state/kind/platform.json");

        (await DryRunAsync("--port", "18081")).ShouldContain($"kind create cluster --name {state.UniqueName} ");
        Directory.Delete(original.Path, recursive: true);
        (await DryRunAsync()).ShouldContain($"kind create cluster --name {original.UniqueName} ");
    }

    [Fact]
    public async Task A_moved_state_folder_keeps_its_cluster_where_another_platform_has_its_place()
    {
        var (original, state) = (new StateFolder(temp["original"]), new StateFolder(temp["state"]));
        var record = new KindRecord("big-ben-1", 18080, Monitoring: false, Source: null, Registry: null);
        record.Write(original);
        Directory.Move(original.Path, state.Path);
        (record with { Cluster = "big-ben-2" }).Write(original);

        (await DryRunAsync()).ShouldContain("kind create cluster --name big-ben-1 ");
    }

    [Theory]
    [InlineData("name it by --registry", "--platform", "kind", "--source", "https://git.example.com/a/b.git")]
    [InlineData("add --platform kind", "--platform", "cluster")]
    public async Task What_cannot_be_planned_is_said(string sentence, params string[] arguments)
    {
        var result = await RunAsync(arguments);

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain(sentence);
    }

    private async Task<string> DryRunAsync(params string[] arguments)
    {
        var result = await RunAsync(["--platform", "kind", .. arguments]);
        result.ExitCode.ShouldBe(0, result.Error);
        return result.Output;
    }

    // A PATH on which there is neither docker nor kind, kubectl, helm or git.
    private Task<CommandResult> RunAsync(string[] arguments) =>
        new Command(
            Environment.ProcessPath is { } self && Path.GetFileName(self) == "dotnet" ? self : "dotnet",
            [typeof(PlatformException).Assembly.Location, "up", "--dry-run", .. arguments, "--state", temp["state"]])
        {
            Environment = new Dictionary<string, string?> { ["PATH"] = temp.Path, ["BIGBEN_ROOT"] = RepositoryRoot.Path },
        }.RunAsync();
}
