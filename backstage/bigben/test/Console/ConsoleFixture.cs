using System.Net.Http.Headers;
using System.Net.Http.Json;
using BigBen.ApiServer.Registry;
using BigBen.ArgoCd.Sources;
using BigBen.Console;
using BigBen.Foundation;
using BigBen.Git;
using BigBen.Images;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Candidates;
using BigBen.Kubernetes.Proving;
using BigBen.Kubernetes.Waiting;
using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Commits;
using BigBen.Platforms;
using BigBen.Platforms.Environments;
using BigBen.Platforms.Local;
using BigBen.Tests.ApiServer;
using BigBen.Tests.ArgoCd;
using BigBen.Tests.Console.Browser;
using BigBen.Tests.Git;
using BigBen.Tests.Ingress;
using BigBen.Tests.Kubelet;
using BigBen.Tests.Manifests.Helm;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.Tests.Console;

/// <summary>
/// A platform in this process with two services in two environments: the real forge, pipeline, Kubernetes API, controllers and console; its
/// pods are the test program, and its images are put into the store instead of being built.
/// </summary>
public sealed class ConsoleFixture : IAsyncLifetime
{
    // No delivery of these tests is to fail: what takes longer than usual is waited for.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private const string Chart = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: {{ .Release.Name }} }
        spec:
          replicas: {{ .Values.replicas }}
          selector: { matchLabels: { app: {{ .Release.Name }} } }
          template:
            metadata: { labels: { app: {{ .Release.Name }} } }
            spec:
              serviceAccountName: {{ .Release.Name }}
              containers:
                - name: main
                  image: "web:{{ .Values.image.tag }}"
                  env:
                    - { name: VERSION_AS_JSON, value: "1" }
                    - { name: GREETING, value: {{ .Values.greeting | quote }} }
                    - { name: START_DELAY_MS, value: {{ .Values.startDelay | default 0 | quote }} }
                  ports: [{ name: http, containerPort: 8011 }]
                  readinessProbe: { httpGet: { path: /ready, port: http }, periodSeconds: 1, timeoutSeconds: 60, failureThreshold: 60 }
                  securityContext:
                    allowPrivilegeEscalation: false
                    runAsNonRoot: true
                    capabilities: { drop: [ALL] }
                    seccompProfile: { type: RuntimeDefault }
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: { name: {{ .Release.Name }} }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: {{ .Release.Name }} }
        spec: { selector: { app: {{ .Release.Name }} }, ports: [{ name: http, port: 8011, targetPort: http }] }
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: {{ .Release.Name }} }
        spec:
          rules:
            - host: {{ .Values.ingress.host }}
              http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: {{ .Release.Name }}, port: { name: http } } } }] }
        """;

    private readonly DeliveryTurns _turns = new();
    private readonly SemaphoreSlim _pushing = new(1, 1);
    private readonly TempFolder _folder = new();
    private TestClone _clone = null!;
    private LocalCluster _cluster = null!;
    private KubernetesApi _api = null!;
    private ClusterCache _cache = null!;
    private ImageStore _images = null!;
    private int _number;

    public const string Token = "0123456789abcdef";

    /// <summary>Every commit of these tests tries to run a script in whoever shows it.</summary>
    public const string Evil = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">";

    internal ForgeRepository Forge { get; private set; } = null!;

    internal IObjectStore Store => _cluster.Api.Store;

    internal RunJournal Journal { get; private set; } = null!;

    public int Port => _cluster.Ingress.Port;

    public string Origin => $"http://{PlatformHosts.Console}:{Port}";

    /// <summary>Reaches every host through the ingress; as the command line does, with the platform's token.</summary>
    public HttpClient Client { get; private set; } = null!;

    private static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync()
    {
        (_clone, Forge) = await ArgoCdFixture.RepositoryAsync(
            _folder,
            [
                .. Service("service-a"), .. Service("service-b"),
                ("charts/app/values.yaml", "{ greeting: hello, replicas: 1 }"),
                ("charts/app/templates/all.yaml", Chart),
                // Both services would claim it.
                (ArgoCdFixture.Extra, ""),
                ("backstage/cd/environments/developer.yaml", "developer: {}"),
                ("global.json", "{}"),
            ]);
        var clock = TimeProvider.System;
        var state = new StateFolder(_folder["state"]);
        var source = new ForgeSource(Forge);
        var renderings = new RenderCache(state.Cache, clock);
        var renderer = new Renderer(
            source, await TestHelm.CliAsync(), new EnvironmentSettings("local", "bigben.localhost"), renderings);
        _cluster = await LocalCluster.StartAsync(state, port: 0, new TestImages(), source, renderer, clock, NullLogger.Instance, None);
        _api = KubernetesApi.Open(state.Kubeconfig);
        _cache = await ClusterCache.StartAsync(_api, clock, None);
        _images = new ImageStore(state.Images, clock);
        var environments = new LocalEnvironments(
            Store,
            _cluster.ArgoCd,
            _cluster.Kubelet,
            new ApplicationWait(_api, _cache, new WaitPatience(Patience, Patience, Patience, Patience), clock),
            new EnvironmentProof(_cache, new Prover(Port, Patience, _cluster.Ingress.ProxyForAsync), Forge.Git),
            new CandidateRunner(_api, _cache, clock));
        var build = new DotnetBuild(Forge.Git, state.Work);
        var actions = new PlatformActions(
            new ForgeBranch(Forge), new StoreImages(_images), build, new PublishedImages(build, _images), environments, _turns,
            new Housekeeping(_cache, renderings, new ImagePruner(Forge.Git, _images)), state);
        Journal = new RunJournal(state.Runs, clock);
        var record = new PlatformRecord(Environment.ProcessId, Port, Token, "test", clock.GetUtcNow());
        _cluster.Ingress.MapHost(PlatformHosts.Console, ConsoleApi.Create(new ConsoleContext(
            record,
            _api,
            _cache,
            Journal,
            actions,
            new CommitHistory(Forge),
            new LocalMetrics(_cluster.Ingress.Metrics, _cluster.ArgoCd, renderer),
            clock,
            None)));
        Client = TestIngress.NewClient(() => Port);
        Client.Timeout = Patience;
        Client.BaseAddress = new Uri(Origin);
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        await BuiltAsync(await _clone.HeadAsync());
        await RunAsync(PlatformRoutes.Deliveries, new { });
        await RunAsync(PlatformRoutes.Releases, new ReleaseRequest("v1.0.0", null));
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _cache.DisposeAsync();
        _api.Dispose();
        await _cluster.DisposeAsync();
        _turns.Dispose();
        _pushing.Dispose();
        _folder.Dispose();
    }

    /// <summary>The names of the pods of a service that are ready and not being ended.</summary>
    internal IReadOnlyList<string> PodsOf(string ns, string service) =>
        [.. Store.List(TestApi.Resource("v1", "pods"), ns).Items
            .Where(pod => pod.Text("name").StartsWith($"{service}-", StringComparison.Ordinal)
                && pod.Text("deletionTimestamp").Length == 0
                && pod.GetProperty("status").TryGetProperty("conditions", out var conditions)
                && conditions.EnumerateArray().Any(condition =>
                    condition.GetProperty("type").GetString() == "Ready" && condition.GetProperty("status").GetString() == "True"))
            .Select(pod => pod.Text("name"))];

    /// <summary>Makes a commit main as if nobody had checked it, and has it synced.</summary>
    internal async Task<string> ForceAsync(string subject, params (string Path, string Text)[] files)
    {
        await FetchAsync();
        var commit = await _clone.CommitAsync(subject, files);
        await Forge.Git.OutputAsync(None, "fetch", "--quiet", _clone.Path, "HEAD");
        await Forge.Git.OutputAsync(None, "update-ref", ForgeRepository.MainRef, commit);
        await _cluster.ArgoCd.RefreshAsync(commit, None);
        return commit;
    }

    /// <summary>Changes a service's source and pushes it; gives the commit.</summary>
    public Task<string> PushSourceAsync(string service, string subject) =>
        PushAsync(subject, ($"app/{service}/src/Program.cs", $"return {Interlocked.Increment(ref _number)};"));

    /// <summary>Commits files on top of main and pushes them; gives the commit.</summary>
    public async Task<string> PushAsync(string subject, params (string Path, string Text)[] files)
    {
        await _pushing.WaitAsync();
        try
        {
            await FetchAsync();
            var old = await _clone.HeadAsync();
            var commit = await _clone.CommitAsync(subject, files);
            await Forge.Git.OutputAsync(None, "fetch", "--quiet", _clone.Path, "HEAD");
            await BuiltAsync(commit);
            await RunAsync(PlatformRoutes.Pushes, new PushRequest("refs/heads/main", old, commit));
            return commit;
        }
        finally
        {
            _pushing.Release();
        }
    }

    /// <summary>Asks a service for something, as a user would.</summary>
    public async Task<HttpResponseMessage> AskAsync(HttpMethod method, string host, string path) =>
        await Client.SendAsync(new HttpRequestMessage(method, $"http://{host}.bigben.localhost:{Port}{path}"));

    /// <summary>Waits until a condition holds; fails after five minutes.</summary>
    internal static async Task UntilAsync(Func<bool> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"It never came to that: {what}.");
            await Task.Delay(20);
        }
    }

    private async Task FetchAsync()
    {
        await _clone.GitAsync("fetch", "--quiet", Forge.Path, "main");
        await _clone.GitAsync("reset", "--quiet", "--hard", "FETCH_HEAD");
    }

    private async Task RunAsync<T>(string route, T request)
    {
        using var response = await Client.PostAsJsonAsync(route, request);
        var last = (await response.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n')[^1];
        RunEvent.FromJson(last).ShouldBeOfType<RunFinished>().Succeeded.ShouldBeTrue(last);
    }

    private async Task BuiltAsync(string commit)
    {
        foreach (var service in await ServiceCatalog.ListAsync(_clone.Git, commit, None))
        {
            var built = await Affected.ImageCommitAsync(_clone.Git, commit, service, None);
            var published = $"published-{service.Name}-{built}";
            _folder.Write($"{published}/{service.Name}.dll", built);
            await _images.AddAsync(service.ImageRepository, Affected.TagOf(built), _folder[published], new ImageConfig(
                ["dotnet", $"{service.Name}.dll"], new Dictionary<string, string>(), new Dictionary<string, string>
                {
                    [ImageConfig.RevisionLabel] = built,
                }));
        }
    }

    private static (string Path, string Text)[] Service(string name) =>
    [
        ($"app/{name}/src/{name}.csproj", "<Project/>"),
        ($"app/{name}/src/Program.cs", "return 0;"),
        ($"app/{name}/deploy-config/developer/values.yaml", "replicas: 1"),
        ($"app/{name}/deploy-config/production/values.yaml", "replicas: 2"),
    ];
}

/// <summary>One platform and one browser for all tests of the console, which therefore run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class SharedConsole : ICollectionFixture<ConsoleFixture>, ICollectionFixture<ChromiumFixture>
{
    public const string Name = "console";
}
