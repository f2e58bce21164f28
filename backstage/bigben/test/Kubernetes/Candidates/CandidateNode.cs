using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer;
using BigBen.ApiServer.Registry;
using BigBen.Foundation;
using BigBen.Kubelet;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Candidates;
using BigBen.Tests.ApiServer;
using BigBen.Tests.Kubelet;

namespace BigBen.Tests.Kubernetes.Candidates;

/// <summary>A real API server and kubelet with nothing else, whose images run the test program, and what starts candidates there.</summary>
internal sealed class CandidateNode : IAsyncDisposable
{
    private const string Mark = "mark-";

    private static readonly string[] Kinds = ["pods", "configmaps", "secrets", "serviceaccounts"];

    private readonly TestDirectory _directory = new();
    private readonly Run _run;
    private readonly ConcurrentQueue<string> _notes = [];
    private readonly ConcurrentQueue<JsonElement> _pods = [];
    private readonly ConcurrentDictionary<string, bool> _marks = [];
    private readonly CancellationTokenSource _end = new();
    private ApiServerHost _host = null!;
    private NodeAgent _agent = null!;
    private KubernetesApi _api = null!;
    private Task _watching = Task.CompletedTask;

    private CandidateNode() => _run = new Run("test", _directory["logs"], TimeProvider.System, Hear);

    public IObjectStore Store => _host.Store;

    public CandidateRunner Runner { get; private set; } = null!;

    /// <summary>What the runner sees.</summary>
    public ClusterCache Cache { get; private set; } = null!;

    /// <summary>What the step said, its closing words last.</summary>
    public IReadOnlyList<string> Notes => [.. _notes];

    /// <summary>Every form that a pod has had so far, the first one first.</summary>
    public IReadOnlyList<JsonElement> Pods => [.. _pods];

    /// <summary>What there is that candidates are made of, whoever made it.</summary>
    public IReadOnlyList<string> Names => [.. Kinds.SelectMany(kind => List(kind)).Select(item => item.Text("name"))];

    /// <summary>Starts one.</summary>
    /// <param name="with">Other options of its kubelet; null for the usual ones.</param>
    /// <param name="clock">How long the runner has waited; null for the machine's.</param>
    public static async Task<CandidateNode> StartAsync(Func<KubeletOptions, KubeletOptions>? with = null, TimeProvider? clock = null)
    {
        var node = new CandidateNode();
        var logs = new PodLogs(node._directory["pods"], TimeProvider.System);
        var containers = new ContainerRuntime();
        var usage = new NodeUsage(TimeProvider.System);
        node._host = await ApiServerHost.StartAsync(
            new ApiServerOptions
            {
                Directory = node._directory["api"],
                Kubeconfig = node._directory["kubeconfig"],
                Logs = logs,
                Containers = containers,
                Metrics = usage,
            },
            CancellationToken.None);
        node.Create("namespaces", "", """{ "metadata": { "name": "developer" } }""");
        var options = new KubeletOptions
        {
            Directory = node._directory["kubelet"],
            Images = new TestImages(),
            Environment = (_, _) => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>()),
        };
        node._agent = await NodeAgent.StartAsync(
            node.Store, with?.Invoke(options) ?? options, logs, containers, usage, CancellationToken.None);
        node._api = KubernetesApi.Open(node._host.Kubeconfig);
        node.Cache = await ClusterCache.StartAsync(node._api, TimeProvider.System, CancellationToken.None);
        node._watching = node.WatchAsync();
        node.Runner = new CandidateRunner(node._api, node.Cache, clock ?? TimeProvider.System);
        return node;
    }

    public Task TryAsync(IReadOnlyList<CandidateDeployment> deployments, CancellationToken cancellationToken = default) =>
        _run.StepAsync("try", step => Runner.RunAsync(step, deployments, cancellationToken));

    /// <summary>Tries, and gives the reason for which it is refused.</summary>
    public async Task<string> RefusalAsync(IReadOnlyList<CandidateDeployment> deployments) =>
        (await Should.ThrowAsync<PlatformException>(() => TryAsync(deployments))).Message;

    public JsonElement Create(string plural, string ns, string json, string version = "v1") =>
        Store.Create(TestApi.Resource(version, plural), ns, JsonNode.Parse(json)!.AsObject());

    public IReadOnlyList<JsonElement> List(string plural, string? ns = "developer") => Store.List(TestApi.Resource("v1", plural), ns).Items;

    /// <summary>Waits for a condition; fails after a minute.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
            await Task.Delay(10, late.Token);
    }

    /// <summary>Waits until nothing of a candidate is left, and <see cref="Pods"/> has all that was of it.</summary>
    public async Task EmptyAsync()
    {
        await UntilAsync(() => !Names.Any(name => name.Contains("-candidate-")));
        // What was before a pod that is made now is seen before it.
        var mark = Create("pods", "developer", $$"""
            { "metadata": { "generateName": "{{Mark}}" }, "spec": { "nodeName": "none", "containers": [{ "name": "c", "image": "a:1" }] } }
            """).NameOf();
        await UntilAsync(() => _marks.ContainsKey(mark));
        Store.Delete(TestApi.Resource("v1", "pods"), "developer", mark, new DeleteOptions(GracePeriodSeconds: 0));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        await Cache.DisposeAsync();
        _api.Dispose();
        await _agent.DisposeAsync();
        await _host.DisposeAsync();
        _directory.Dispose();
    }

    private async Task WatchAsync()
    {
        var pods = TestApi.Resource("v1", "pods");
        await foreach (var change in Store.WatchAsync(pods, null, Store.List(pods).Version, _end.Token))
        {
            if (change.Value.NameOf().StartsWith(Mark, StringComparison.Ordinal))
                _marks[change.Value.NameOf()] = true;
            else
                _pods.Enqueue(change.Value);
        }
    }

    private void Hear(RunEvent told)
    {
        if (told is StepNoted { Text: var note })
            _notes.Enqueue(note);
        if (told is StepFinished { Detail: { } detail })
            _notes.Enqueue(detail);
    }
}
