using System.Net.Http.Headers;
using System.Net.Http.Json;
using BigBen.Bootstrap;
using BigBen.Console;
using BigBen.ArgoCd.Sources;
using BigBen.Foundation;
using BigBen.Images;
using BigBen.Ingress.Listening;
using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Tests.ArgoCd;
using BigBen.Tests.Ingress;
using Microsoft.AspNetCore.Http;

namespace BigBen.Tests.Console;

/// <summary>
/// A platform in this process with two services in two environments: the real forge, pipeline, controller, router and console; its pods are
/// the test program, and its images are put into the store instead of being built.
/// </summary>
public sealed class ConsoleFixture : IAsyncLifetime
{
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
                  env: [{ name: VERSION_AS_JSON, value: "1" }, { name: GREETING, value: {{ .Values.greeting | quote }} }]
                  ports: [{ name: http, containerPort: 8011 }]
                  readinessProbe: { httpGet: { path: /ready, port: http }, periodSeconds: 1 }
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: { name: {{ .Release.Name }} }
        ---
        apiVersion: v1
        kind: Secret
        metadata: { name: {{ .Release.Name }} }
        stringData: { password: verysecret }
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

    private readonly DeliveryTurns turns = new();
    private readonly SemaphoreSlim pushing = new(1, 1);
    private DeliveryFixture delivery = null!;
    private Router router = null!;
    private ImageStore images = null!;
    private int number;

    public const string Token = "0123456789abcdef";

    /// <summary>Every commit of these tests tries to run a script in whoever shows it.</summary>
    public const string Evil = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">";

    internal DeliveryFixture Delivery => delivery;

    internal BigBen.Runtime.Cluster Cluster => delivery.Cluster.Cluster;

    internal RunJournal Journal { get; private set; } = null!;

    internal RequestDelegate Handler { get; private set; } = null!;

    internal ConsoleContext Context { get; private set; } = null!;

    public int Port => router.Port;

    public string Origin => $"http://{PlatformHosts.Console}:{Port}";

    /// <summary>Reaches every host through the router; as the command line does, with the platform's token.</summary>
    public HttpClient Client { get; private set; } = null!;

    private static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync()
    {
        delivery = await DeliveryFixture.StartAsync(
            options => options with { Environment = (scope, end) => router.EnvironmentAsync(scope, end) },
            [
                .. Service("service-a"), .. Service("service-b"),
                ("charts/app/values.yaml", "{ greeting: hello, replicas: 1 }"),
                ("charts/app/templates/all.yaml", Chart),
                ("backstage/cd/environments/developer.yaml", "developer: {}"),
                ("global.json", "{}"),
            ]);
        router = new Router(Cluster, TimeProvider.System);
        await router.StartAsync(0);
        images = new ImageStore(delivery.Folder["images"]);
        var prover = new BigBen.Delivery.Prover(Port, router.ProxyForAsync);
        var environments = new LocalEnvironments(
            delivery.Controller, new HealthWatch(delivery.Controller, Cluster, delivery.Cluster.Images), prover, Cluster);
        var state = new StateFolder(delivery.Folder["state"]);
        var build = new DotnetBuild(delivery.Forge.Git, state.Work);
        var actions = new PlatformActions(delivery.Forge, new StoreImages(images), build, new PublishedImages(build, images), environments, turns, state);
        Journal = new RunJournal(delivery.Folder["state/runs"], TimeProvider.System);
        var record = new PlatformRecord(Environment.ProcessId, Port, Token, "test", TimeProvider.System.GetUtcNow());
        Context = new ConsoleContext(
            record, delivery.Controller, Cluster, Journal, actions, delivery.Forge, delivery.Renderer, router.Metrics, TimeProvider.System, None);
        Handler = ConsoleApi.Create(Context);
        router.MapHost(PlatformHosts.Console, Handler);
        Client = TestRouter.NewClient(() => Port);
        Client.BaseAddress = new Uri(Origin);
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        await BuiltAsync(await delivery.Clone.HeadAsync());
        await RunAsync(PlatformRoutes.Deliveries, new { });
        await RunAsync(PlatformRoutes.Releases, new ReleaseRequest("v1.0.0", null));
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await delivery.DisposeAsync();
        await router.DisposeAsync();
        turns.Dispose();
        pushing.Dispose();
    }

    /// <summary>Changes a service's source and pushes it; gives the commit.</summary>
    public Task<string> PushSourceAsync(string service, string subject) =>
        PushAsync(subject, ($"app/{service}/src/Program.cs", $"return {Interlocked.Increment(ref number)};"));

    /// <summary>Commits files on top of main and pushes them; gives the commit.</summary>
    public async Task<string> PushAsync(string subject, params (string Path, string Text)[] files)
    {
        await pushing.WaitAsync();
        try
        {
            await delivery.Clone.GitAsync("fetch", "--quiet", delivery.Forge.Path, "main");
            await delivery.Clone.GitAsync("reset", "--quiet", "--hard", "FETCH_HEAD");
            var old = await delivery.Clone.HeadAsync();
            var commit = await delivery.Clone.CommitAsync(subject, files);
            await delivery.Forge.Git.OutputAsync(None, "fetch", "--quiet", delivery.Clone.Path, "HEAD");
            await BuiltAsync(commit);
            await RunAsync(PlatformRoutes.Pushes, new PushRequest("refs/heads/main", old, commit));
            return commit;
        }
        finally
        {
            pushing.Release();
        }
    }

    /// <summary>Asks a service for something, as a user would.</summary>
    public async Task<HttpResponseMessage> AskAsync(HttpMethod method, string host, string path) =>
        await Client.SendAsync(new HttpRequestMessage(method, $"http://{host}.bigben.localhost:{Port}{path}"));

    /// <summary>Waits until a condition holds; fails after a minute.</summary>
    internal static async Task UntilAsync(Func<bool> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromMinutes(1))
                throw new TimeoutException($"It never came to that: {what}.");
            await Task.Delay(20);
        }
    }

    private async Task RunAsync<T>(string route, T request)
    {
        using var response = await Client.PostAsJsonAsync(route, request);
        var last = (await response.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n')[^1];
        RunEvent.FromJson(last).ShouldBeOfType<RunFinished>().Succeeded.ShouldBeTrue(last);
    }

    private async Task BuiltAsync(string commit)
    {
        foreach (var service in await ServiceCatalog.ListAsync(delivery.Clone.Git, commit, None))
        {
            var built = await Affected.ImageCommitAsync(delivery.Clone.Git, commit, service, None);
            var published = $"published-{service.Name}-{built}";
            delivery.Folder.Write($"{published}/{service.Name}.dll", built);
            await images.AddAsync(service.ImageRepository, Affected.TagOf(built), delivery.Folder[published], new ImageConfig(
                ["dotnet", $"{service.Name}.dll"], new Dictionary<string, string>(), new Dictionary<string, string> { [ImageConfig.RevisionLabel] = built }));
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

/// <summary>One platform for all tests of the console, which therefore run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class SharedConsole : ICollectionFixture<ConsoleFixture>
{
    public const string Name = "console";
}
