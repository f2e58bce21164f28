using BigBen.ArgoCd.Sources;
using BigBen.Git;
using BigBen.Manifests.Helm;
using BigBen.Pipeline.Records;
using BigBen.Tests.Manifests.Helm;
using BigBen.Tests.Verbs.Rendering;
using BigBen.Verbs.Export;
using BigBen.Verbs.Rendering;

namespace BigBen.Tests.Verbs.Export;

/// <summary>
/// Production of a clone with the real charts: a web service that asks for most of what the chart has, a worker, a scheduled program, a
/// service with a database of its own and one with two versions of an image; rendered once for all tests of the targets.
/// </summary>
public sealed class ExportFixture : IAsyncLifetime
{
    public const string Registry = "registry.example/owner";

    public static readonly string Digest = $"sha256:{new string('1', 64)}";

    private const string Web = """
        replicas: 2
        service: {port: 8011}
        ingress: {enabled: true}
        config: {GREETING: "a $ sign"}
        secretEnv:
          DB_PASSWORD: {name: orders-db, key: password}
        env:
          DB_URL: "postgres://app:$(DB_PASSWORD)@orders-db/app"
          PRICE: "5 $ and $(NOBODY)"
        envFrom:
          - {secretRef: {name: more}}
        args: ["--url", "$(DB_URL)"]
        volumes:
          - {name: tls, secret: {secretName: tls}}
          - {name: shared, emptyDir: {}}
        volumeMounts:
          - {name: tls, mountPath: /tls, readOnly: true}
          - {name: shared, mountPath: /shared}
        initContainers:
          - {name: migrate, image: "registry.example/migrate:1", args: [up], volumeMounts: [{name: shared, mountPath: /shared}]}
        sidecars:
          - {name: proxy, image: "registry.example/proxy:1", env: {UP: "http://localhost:8011"}}
        nodeSelector: {tier: backend}
        """;

    private const string Worker = """
        kind: worker
        service: {port: 8011}
        probes: {command: [/app/alive, --quick]}
        autoscaling: {enabled: true, minReplicas: 2, maxReplicas: 4}
        """;

    private const string Nightly = """
        kind: cronjob
        service: {port: 8011}
        cronjob: {schedule: "0 3 * * *"}
        """;

    private const string Orders = """
        service: {port: 8011}
        database:
          enabled: true
          database: orders
          user: orders
          secret: {name: orders-secrets, passwordKey: DB_PASSWORD}
        migrations: {args: [migrate], backoffLimit: 2}
        enableServiceLinks: true
        secretEnv:
          DB_PASSWORD: {name: orders-secrets, key: DB_PASSWORD}
        env:
          DB_HOST: $(ORDERS_DATABASE_SERVICE_HOST)
          DB_URL: "Host=$(DB_HOST);Port=$(ORDERS_DATABASE_SERVICE_PORT_POSTGRES);Password=$(DB_PASSWORD)"
          OTHER_PORT: $(SERVICE_A_SERVICE_PORT_HTTP)
        """;

    private const string Ledger = """
        service: {port: 8011}
        database: {enabled: true, engine: mysql, secret: {name: ledger-secrets}}
        """;

    private const string Copies = """
        service: {port: 8011}
        initContainers:
          - {name: wait, image: "busybox:1.36"}
          - {name: copy, image: "busybox:1.37"}
        """;

    private readonly ChartClone _charts = new();
    private readonly Dictionary<string, ExportSource> _sources = [];

    public string ClonePath => _charts.Clone.Path;

    internal ExportSource this[string service] => _sources[service];

    public async Task InitializeAsync()
    {
        await _charts.CreateAsync();
        var values = new Dictionary<string, string>
        {
            ["service-a"] = Web,
            ["service-b"] = Worker,
            ["nightly"] = Nightly,
            ["orders"] = Orders,
            ["ledger"] = Ledger,
            ["copies"] = Copies,
        };
        var commit = await _charts.Clone.CommitAsync(
            "values",
            [
                .. values.Select(one => ($"app/{one.Key}/deploy-config/production/values.yaml", one.Value)),
                ("app/service-a/Dockerfile", "FROM base\nENTRYPOINT [\"dotnet\", \"A$B.dll\"]\n"),
            ]);
        var record = new EnvironmentFile("production", values.ToDictionary(
            one => one.Key, one => new ServiceRecord(commit, "v1.0.0", Digest)));
        var recorded = await _charts.Clone.CommitAsync("Release v1.0.0", (EnvironmentFile.PathOf("production"), $"{record}"));
        var git = GitCli.OfCheckout(ClonePath);
        var helm = await TestHelm.ProgramAsync();
        var settings = new EnvironmentSettings(Registry, "example.com");
        var cache = new RenderCache(Path.Combine(ClonePath, "../cache"), TimeProvider.System);
        var source = new GitSource(git, new Uri(ClonePath).AbsoluteUri);
        var renderer = new Renderer(source, new HelmCli(helm), settings, cache);
        foreach (var one in await RecordedApplication.RenderAsync(git, renderer, "production", null, recorded, CancellationToken.None))
            _sources[one.Service] = await ExportSource.OfAsync(one, git, Registry, CancellationToken.None);
    }

    public Task DisposeAsync()
    {
        _charts.Dispose();
        return Task.CompletedTask;
    }
}

[CollectionDefinition(Name)]
public sealed class ExportTests : ICollectionFixture<ExportFixture>
{
    public const string Name = "export";
}
