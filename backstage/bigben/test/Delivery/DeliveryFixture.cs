using BigBen.Bootstrap;
using BigBen.Delivery;
using BigBen.Forge;
using BigBen.Manifests.Helm;
using BigBen.Runtime;
using BigBen.Tests.Forge;
using BigBen.Tests.Manifests.Helm;
using BigBen.Tests.Runtime;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Delivery;

/// <summary>A real forge with the real environments chart and a small chart of a service, a real Helm, and a cluster that runs the test program.</summary>
internal sealed class DeliveryFixture : IAsyncDisposable
{
    public const string Application = "developer-service-a";

    public const string Chart = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: {{ .Release.Name }} }
        spec:
          selector: { matchLabels: { app: service-a } }
          template:
            metadata: { labels: { app: service-a } }
            spec:
              containers:
                - name: service-a
                  image: "web:{{ .Values.image.tag }}"
                  env: [{ name: GREETING, value: {{ .Values.greeting | quote }} }]
                  ports: [{ name: http, containerPort: 8011 }]
                  readinessProbe: { httpGet: { path: /ready, port: http }, periodSeconds: 1 }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: {{ .Release.Name }} }
        spec: { selector: { app: service-a }, ports: [{ name: http, port: 8011, targetPort: http }] }
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: {{ .Release.Name }} }
        spec:
          rules:
            - host: {{ .Values.ingress.host }}
              http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: {{ .Release.Name }}, port: { name: http } } } }] }
        """;

    public const string Extra = """
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: extra }
        data: { a: b }
        """;

    private const string Digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

    private readonly TempFolder folder;
    private readonly TestClone clone;
    private readonly ForgeRepository forge;

    private DeliveryFixture(TempFolder folder, TestClone clone, ForgeRepository forge, TestCluster cluster, HelmCli helm)
    {
        (this.folder, this.clone, this.forge, Cluster, Helm) = (folder, clone, forge, cluster, helm);
        Renderer = NewRenderer();
        Controller = NewController(cluster);
    }

    public TempFolder Folder => folder;

    public TestClone Clone => clone;

    public ForgeRepository Forge => forge;

    public TestCluster Cluster { get; private set; }

    public HelmCli Helm { get; }

    public Renderer Renderer { get; private set; }

    public ApplicationController Controller { get; private set; }

    public ApplicationStatus Status => Controller.Applications.Single(application => application.Application.Name == Application);

    public static async Task<DeliveryFixture> StartAsync(
        Func<ClusterOptions, ClusterOptions>? with = null, params (string Path, string Text)[] more)
    {
        var folder = new TempFolder();
        var clone = await TestClone.InitAsync(folder["clone"]);
        var environments = Path.Combine(RepositoryRoot.Path, "backstage/cd/environments");
        foreach (var file in Directory.GetFiles(environments, "*", SearchOption.AllDirectories))
            folder.Write(Path.Combine("clone/backstage/cd/environments", Path.GetRelativePath(environments, file)), await File.ReadAllTextAsync(file));
        (string, string)[] first =
        [
            ("charts/app/Chart.yaml", "{ apiVersion: v2, name: app, version: 1.0.0 }"),
            ("charts/app/values.yaml", "greeting: hello"),
            ("charts/app/templates/all.yaml", Chart),
            ("charts/app/templates/extra.yaml", Extra),
            ("app/service-a/deploy-config/developer/values.yaml", "greeting: hello"),
            ("backstage/cd/environments/production.yaml", "production: {}"),
            ("backstage/cd/environments/developer.yaml", Record("v1")),
        ];
        await clone.CommitAsync("Start", [.. first, .. more]);
        var forge = await ForgeRepository.OpenOrCreateAsync(folder["forge.git"], clone.Path, CancellationToken.None);
        return new DeliveryFixture(folder, clone, forge, await TestCluster.StartAsync(with), await TestHelm.CliAsync());
    }

    public static string Record(string version) => $$"""
        developer:
          service-a: { revision: main, tag: "{{version}}", digest: "{{Digest}}" }
        """;

    /// <summary>Commits files and makes the commit main, without reconciling.</summary>
    public async Task<string> CommitAsync(params (string Path, string Text)[] files)
    {
        var commit = await StageAsync(files);
        await forge.Git.OutputAsync(CancellationToken.None, "update-ref", ForgeRepository.MainRef, commit);
        return commit;
    }

    /// <summary>Commits files; the forge knows the commit, main stays.</summary>
    public async Task<string> StageAsync(params (string Path, string Text)[] files)
    {
        var commit = await clone.CommitAsync("Change", files);
        await forge.Git.OutputAsync(CancellationToken.None, "fetch", "--quiet", clone.Path, "HEAD");
        return commit;
    }

    /// <summary>Reconciles main and gives the environments chart's failure.</summary>
    public async Task<string?> ReconcileAsync() => await Controller.ReconcileAsync(await forge.HeadAsync(CancellationToken.None), CancellationToken.None);

    public async Task LiveAsync()
    {
        (await ReconcileAsync()).ShouldBeNull();
        await new HealthWatch(Controller, Cluster.Cluster, Cluster.Images).WaitAsync("developer", CancellationToken.None);
    }

    /// <summary>The platform's process is another one: only what is on disk stays.</summary>
    public async Task StartAnewAsync()
    {
        Controller.Dispose();
        await Cluster.DisposeAsync();
        Cluster = await TestCluster.StartAsync();
        Renderer = NewRenderer();
        Controller = NewController(Cluster);
    }

    public async ValueTask DisposeAsync()
    {
        Controller.Dispose();
        await Cluster.DisposeAsync();
        folder.Dispose();
    }

    private Renderer NewRenderer() => new(new ForgeSource(forge), Helm, "helm", new EnvironmentSettings("local", "bigben.localhost"), folder["cache"]);

    private ApplicationController NewController(TestCluster cluster) =>
        new(new ForgeSource(forge), Renderer, cluster.Cluster, new ApplicationRecords(folder["applications"]), TimeProvider.System);
}
