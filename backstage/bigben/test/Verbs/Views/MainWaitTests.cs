using BigBen.Foundation;
using BigBen.Git;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Pipeline.Records;
using BigBen.Tests.Git;
using BigBen.Tests.Ingress;
using BigBen.Tests.Platforms.Kind;
using BigBen.Tests.Scenario;
using BigBen.Verbs.Views;

namespace BigBen.Tests.Verbs.Views;

/// <summary>What <c>status --wait</c> waits for: main, not what Argo CD has seen of it.</summary>
public sealed class MainWaitTests : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private static readonly string[] Asked = ["big-ben", "developer-service-a"];

    private readonly TempFolder _folder = new();
    private StateFolder _state = null!;
    private ForgeRepository _forge = null!;
    private FakeCluster _fake = null!;
    private KubernetesApi _api = null!;

    private static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync()
    {
        _state = new StateFolder(_folder["state"]);
        var clone = await TestClone.InitAsync(_folder["clone"]);
        await clone.CommitAsync(
            "Start", (EnvironmentFile.PathOf("production"), "production: {}\n"), ("charts/app/values.yaml", "a: 1"));
        _forge = await ForgeRepository.OpenOrCreateAsync(_state.Forge, clone.Path, None);
        await RecordAsync("1");
        var port = PlatformFixture.FreePort();
        _fake = await FakeCluster.StartAsync([], port, _state.Forge);
        _fake.ArgoCd.Install();
        await File.WriteAllTextAsync(_state.Kubeconfig, _fake.Kubeconfig);
        new PlatformRecord(Environment.ProcessId, port, "token", "build", DateTimeOffset.UnixEpoch).Write(_state);
        _api = KubernetesApi.Open(_state.Kubeconfig);
    }

    public async Task DisposeAsync()
    {
        _api.Dispose();
        await _fake.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_ends_once_Argo_CD_has_seen_main_and_the_URLs_answer_so()
    {
        (await MainWait.UntilLiveAsync(_api, _state, Long, TextWriter.Null, None)).ShouldBeNull();
        _fake.ArgoCd.Sleeps = true;
        await RecordAsync("2");
        var waiting = MainWait.UntilLiveAsync(_api, _state, Long, TextWriter.Null, None);
        waiting.IsCompleted.ShouldBeFalse();

        _fake.ArgoCd.Sleeps = false;
        // As Argo CD does, which looks at what was asked while it was away: to ask the same again would change nothing that it could see.
        foreach (var name in Asked)
        {
            _fake.Change(
                ResourceKind.Applications, Application.ControllerNamespace, name,
                body => body["metadata"]!["annotations"]?.AsObject().Remove(Application.RefreshAnnotation));
        }

        await ApplicationRequests.RefreshAsync(_api, Asked, None);
        (await waiting).ShouldBeNull();
        ApplicationList.Find(await ReadAsync(), "developer-service-a").Source.Tag.ShouldBe("2");
    }

    [Fact]
    public async Task What_is_not_in_time_is_told()
    {
        _fake.ArgoCd.Sleeps = true;
        await RecordAsync("2");

        var seen = await MainWait.UntilLiveAsync(_api, _state, TimeSpan.FromMilliseconds(300), TextWriter.Null, None);
        seen.ShouldNotBeNull().Message.ShouldStartWith("NOT LIVE: developer-service-a is still to run 1, 0 s after it was asked for");
    }

    [Fact]
    public async Task Another_version_at_the_URL_is_not_live()
    {
        _fake.WrongVersion = "another";

        // It asks for as long as it may: on a busy machine the first times may pass with what comes before the question.
        await Eventually.TrueAsync(
            async () => (await MainWait.UntilLiveAsync(_api, _state, TimeSpan.FromSeconds(5), TextWriter.Null, None)).ShouldNotBeNull()
                .Message.Contains("answers version another where version 1 was expected"),
            Long);
    }

    private Task<ClusterObjects> ReadAsync() =>
        ClusterObjects.ReadAsync(_api, [ResourceKind.Applications], None);

    private async Task RecordAsync(string tag)
    {
        var head = await _forge.HeadAsync(None);
        var record = new ServiceRecord(head, tag, $"sha256:{new string('a', 64)}");
        var commit = await Recorder.CommitAsync(
            _forge.Git, head, "developer", new Dictionary<string, ServiceRecord?> { ["service-a"] = record }, "record", None);
        (await _forge.Git.TryAdvanceAsync(ForgeRepository.MainRef, commit, head, None)).ShouldBeTrue();
    }
}
