using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ArgoCd;
using BigBen.ArgoCd.Sources;
using BigBen.Foundation;
using BigBen.Git;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Proving;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Proving;
using BigBen.Pipeline.Records;
using BigBen.Platforms.Clusters;
using BigBen.Platforms.Clusters.Environments;
using BigBen.Platforms.Kind;
using BigBen.Platforms.Local;
using BigBen.Tests.Git;
using BigBen.Tests.Manifests.Helm;
using BigBen.Tests.Platforms.Kind;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Platforms.Clusters.Environments;

/// <summary>How the pipeline waits for a cluster: by what the API tells of Argo CD, for exactly the commit that it recorded.</summary>
public sealed class ClusterEnvironmentsTests : IAsyncLifetime
{
    private const string Root = "big-ben";
    private const string Service = "developer-service-a";
    private const string Unseen = "has not been seen yet";

    private static readonly TimeSpan AMoment = TimeSpan.FromMilliseconds(400);

    private readonly TempFolder _folder = new();
    private readonly Run _run = new("test", Path.GetTempPath(), TimeProvider.System, _ => { });
    private readonly int _port = PlatformFixture.FreePort();
    private TestClone _clone = null!;
    private ForgeRepository _forge = null!;
    private FakeCluster _fake = null!;
    private string _first = null!;

    public async Task InitializeAsync()
    {
        _clone = await TestClone.InitAsync(_folder["clone"]);
        await _clone.CommitAsync(
            "Start",
            ("README.md", "x"),
            (EnvironmentFile.PathOf("production"), "production: {}\n"),
            ($"{ServiceSource.Chart}/values.yaml", "a: 1"));
        _first = await RecordAsync("1");
        _forge = await ForgeRepository.OpenOrCreateAsync(_folder["forge.git"], _clone.Path, CancellationToken.None);
        _fake = await FakeCluster.StartAsync([], _port, _folder["forge.git"]);
        _fake.ArgoCd.Install();
    }

    public async Task DisposeAsync()
    {
        await _fake.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Applications_are_waited_for_at_the_commit_that_recorded_them_and_asked_for_their_version()
    {
        var commit = await RecordAsync("2");
        await using var cluster = await OpenAsync(TimeSpan.FromMinutes(1));
        var environments = await EnvironmentsAsync(cluster);

        await _run.StepAsync("sync", step => environments.SyncAsync(step, All(commit), CancellationToken.None));
        await _run.StepAsync("prove", step => environments.ProveAsync(step, All(commit), CancellationToken.None));

        environments.Proofs.ShouldBe([new Proof(Service, $"http://dev.service-a.bigben.localhost:{_port}", "2")]);
    }

    [Fact]
    public async Task An_Argo_CD_that_does_not_look_is_told_with_its_address()
    {
        _fake.ArgoCd.Sleeps = true;

        var refusal = await RefusalPastAsync(await RecordAsync("2"), Unseen);

        refusal.ShouldStartWith($"{Root} has not been compared yet, ");
        refusal.ShouldEndWith(
            $" s after it was asked for. See http://argocd.bigben.localhost:{_port}. What ran before keeps serving.");
    }

    [Fact]
    public async Task A_root_Application_at_an_earlier_commit_is_waited_for_unless_nothing_that_it_reads_has_changed()
    {
        var second = await RecordAsync("2");
        Stay(Root, _first);

        (await RefusalOnceComparedAsync(second)).ShouldStartWith($"{Root} is at {_first[..7]}, not at {second[..7]}");
        Stay(Root, second);
        await SyncAsync(await CommitAsync("README.md", "y"));
    }

    [Fact]
    public async Task An_Application_at_an_earlier_commit_is_waited_for_unless_neither_chart_nor_values_have_changed()
    {
        var document = await CommitAsync("README.md", "y");
        await RecordAsync("2", document);
        Stay(Service, _first);
        await SyncAsync(await HeadAsync());

        var chart = await CommitAsync($"{ServiceSource.Chart}/values.yaml", "a: 2");
        await RecordAsync("3", chart);

        (await RefusalOnceComparedAsync(await HeadAsync())).ShouldStartWith($"{Service} is at {_first[..7]}, not at {chart[..7]}");
    }

    [Fact]
    public async Task An_Application_that_somebody_applied_by_hand_is_not_waited_for_to_be_gone()
    {
        var commit = await RecordAsync("2");
        var mine = JsonSerializer.SerializeToNode(_fake.Store.Find(FakeArgoCd.Resource, "argocd", Service)!.Value)!.AsObject();
        mine["metadata"] = new JsonObject { ["name"] = "mine", ["namespace"] = "argocd" };
        mine["spec"]!["source"]!["helm"]!["releaseName"] = "mine";
        _fake.ArgoCd.Kept.Add("mine");
        _fake.Apply(ResourceKind.Applications, "argocd", mine);

        await SyncAsync(commit);
    }

    [Fact]
    public async Task A_service_that_this_does_not_change_is_told_and_no_failure_unless_all_are_waited_for()
    {
        var commit = await RecordAsync("2");
        _fake.ArgoCd.Sick[Service] = new JsonObject { ["health"] = new JsonObject { ["status"] = "Progressing" } };
        await using var cluster = await OpenAsync(TimeSpan.FromMinutes(1));
        var environments = await EnvironmentsAsync(cluster);
        var notes = new List<string>();

        await environments.SyncAsync(new Step(notes.Add), All(commit) with { Services = [] }, CancellationToken.None);
        var live = await environments.ProveAsync(new Step(notes.Add), All(commit) with { Services = [] }, CancellationToken.None);

        live.ShouldBeEmpty();
        environments.Proofs.ShouldBeEmpty();
        notes.Last().ShouldStartWith($"{Service} is not live, and was not changed by this: ");
        await using var hasty = await OpenAsync(AMoment);
        var strict = await EnvironmentsAsync(hasty);
        await Should.ThrowAsync<PlatformException>(strict.SyncAsync(
            new Step(notes.Add), All(commit) with { Services = [], WithOthers = true }, CancellationToken.None));
    }

    private static Awaited All(string commit) => new(commit, "developer", ["service-a"]);

    // What Argo CD says of an Application whatever it is asked.
    private void Stay(string application, string commit) =>
        _fake.ArgoCd.Sick[application] = new JsonObject { ["sync"] = new JsonObject { ["status"] = "Synced", ["revision"] = commit } };

    private Task<string> RecordAsync(string tag) => RecordAsync(tag, revision: "main");

    private Task<string> RecordAsync(string tag, string revision) => CommitAsync(
        EnvironmentFile.PathOf("developer"),
        $$"""
        developer:
          service-a: { revision: "{{revision}}", tag: "{{tag}}", digest: "sha256:{{new string('a', 64)}}" }

        """);

    private async Task<string> CommitAsync(string path, string text)
    {
        var commit = await _clone.CommitAsync(path, (path, text));
        // The forge's hook would hand a push over to a platform.
        if (_forge is not null)
            await _forge.Git.OutputAsync(CancellationToken.None, ["fetch", "--quiet", _clone.Path, "+HEAD:refs/heads/main"]);
        return commit;
    }

    private Task<string> HeadAsync() => _forge.HeadAsync(CancellationToken.None);

    private async Task<string> RefusalAsync(string commit, TimeSpan patience) =>
        (await Should.ThrowAsync<PlatformException>(SyncAsync(commit, patience))).Message;

    private Task<string> RefusalOnceComparedAsync(string commit) => RefusalPastAsync(commit, Unseen, "has not been compared yet");

    // A moment may be too short for the watch to tell what was asked, and for Argo CD to look.
    private async Task<string> RefusalPastAsync(string commit, params string[] passing)
    {
        for (var patience = AMoment; ; patience *= 2)
        {
            var refusal = await RefusalAsync(commit, patience);
            if (!passing.Any(words => refusal.Contains(words, StringComparison.Ordinal)) || patience > TimeSpan.FromMinutes(1))
                return refusal;
        }
    }

    private Task SyncAsync(string commit) => SyncAsync(commit, TimeSpan.FromMinutes(1));

    private async Task SyncAsync(string commit, TimeSpan patience)
    {
        await using var cluster = await OpenAsync(patience);
        var environments = await EnvironmentsAsync(cluster);
        await _run.StepAsync("sync", step => environments.SyncAsync(step, All(commit), CancellationToken.None));
    }

    private Task<PlatformCluster> OpenAsync(TimeSpan patience)
    {
        var state = new StateFolder(_folder["state"]);
        Directory.CreateDirectory(state.Path);
        File.WriteAllText(state.Kubeconfig, _fake.Kubeconfig);
        var record = new KindRecord("cluster", _port, Monitoring: false, Source: null, Registry: null);
        var settings = new KindSettings(RepositoryRoot.Path, state, record, KindVersions.Read(RepositoryRoot.Path))
        {
            Patience = new ClusterPatience { Ready = patience },
        };
        return PlatformCluster.OpenAsync(settings, TimeProvider.System, CancellationToken.None);
    }

    private async Task<ClusterEnvironments> EnvironmentsAsync(PlatformCluster cluster)
    {
        var source = new ForgeSource(_forge);
        var environments = new EnvironmentSettings("registry", PlatformHosts.Domain);
        var renderings = new RenderCache(_folder["cache"], TimeProvider.System);
        var renderer = new Renderer(source, await TestHelm.CliAsync(), environments, renderings);
        var gate = new EnvironmentsGate(store: null, source, renderer, new ClusterSecrets(cluster.Api));
        return new ClusterEnvironments(cluster, _forge.Git, gate);
    }
}
