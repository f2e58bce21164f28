using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Storage;
using BigBen.ArgoCd;
using BigBen.ArgoCd.Sources;
using BigBen.Git;
using BigBen.Manifests.Helm;
using BigBen.Secrets;
using BigBen.Secrets.Age;
using BigBen.Tests.ApiServer;
using BigBen.Tests.Git;
using BigBen.Tests.Manifests.Helm;
using BigBen.Tests.Scenario;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.Tests.ArgoCd;

/// <summary>A real forge with the real environments chart and a small chart of a service, a real Helm and a real store.</summary>
internal sealed class ArgoCdFixture : IAsyncDisposable
{
    public const string Application = "developer-service-a";

    public const string Extra = "charts/app/templates/extra.yaml";

    public const string Values = "app/service-a/deploy-config/developer/values.yaml";

    public const string Records = "backstage/cd/environments/developer.yaml";

    private const string Chart = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: {{ .Release.Name }} }
        spec:
          replicas: {{ .Values.replicas }}
          selector: { matchLabels: { app: service-a } }
          template:
            metadata: { labels: { app: service-a } }
            spec:
              containers:
                - name: service-a
                  image: "web:{{ .Values.image.tag }}"
                  env: [{ name: GREETING, value: {{ .Values.greeting | quote }} }]
                  ports: [{ name: http, containerPort: 8011 }]
                  readinessProbe: { httpGet: { path: /ready, port: http } }
                  resources: { requests: { cpu: "0.5" } }
                  securityContext:
                    allowPrivilegeEscalation: false
                    runAsNonRoot: true
                    capabilities: { drop: [ALL] }
                    seccompProfile: { type: RuntimeDefault }
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

    private const string Digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder;
    private readonly TestClone _clone;
    private readonly ForgeRepository _forge;
    private readonly ObjectStorage _storage;
    private readonly HelmCli _helm;
    private readonly FakeControllers _controllers;

    private ArgoCdFixture(TempFolder folder, TestClone clone, ForgeRepository forge, HelmCli helm)
    {
        (_folder, _clone, _forge, _helm) = (folder, clone, forge, helm);
        _storage = ObjectStorage.Open(folder["objects.db"], history: 5000);
        Store = new ObjectStore(_storage, TimeProvider.System);
        _controllers = new FakeControllers(Store);
    }

    /// <summary>The platform's age key.</summary>
    public static KeyFile Keys { get; } = new("none", AgeIdentity.Create().Secret);

    /// <summary>All that is on disk.</summary>
    public string Folder => _folder.Path;

    public IObjectStore Store { get; }

    public Renderer Renderer { get; private set; } = null!;

    public ApplicationController Controller { get; private set; } = null!;

    /// <summary>The Application of service-a as it stands.</summary>
    public JsonElement App => Find("argoproj.io/v1alpha1", "applications", "argocd", Application)!.Value;

    public static async Task<ArgoCdFixture> StartAsync(params (string Path, string Text)[] more)
    {
        var folder = await FolderSnapshot.FolderAsync($"argocd: {string.Join('\n', more)}", made => RepositoryAsync(made, more));
        var fixture = new ArgoCdFixture(
            folder, new TestClone(folder["clone"]), ForgeRepository.At(folder["forge.git"]), await TestHelm.CliAsync());
        fixture.StartController();
        return fixture;
    }

    /// <summary>A clone, and the forge made from it, with the environments and a service in developer.</summary>
    public static async Task<(TestClone Clone, ForgeRepository Forge)> RepositoryAsync(
        TempFolder folder, params (string Path, string Text)[] more)
    {
        var clone = await TestClone.InitAsync(folder["clone"]);
        var environments = Path.Combine(RepositoryRoot.Path, "backstage/cd/environments");
        foreach (var file in Directory.GetFiles(environments, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine("clone/backstage/cd/environments", Path.GetRelativePath(environments, file));
            folder.Write(copy, await File.ReadAllTextAsync(file));
        }

        (string, string)[] first =
        [
            ("charts/app/Chart.yaml", "{ apiVersion: v2, name: app, version: 1.0.0 }"),
            ("charts/app/values.yaml", "{ greeting: hello, replicas: 1 }"),
            ("charts/app/templates/all.yaml", Chart),
            (Extra, "{ apiVersion: v1, kind: ConfigMap, metadata: { name: extra }, data: { a: b } }"),
            (Values, "greeting: hello"),
            ("backstage/cd/environments/production.yaml", "production: {}"),
            (Records, Record("v1")),
        ];
        await clone.CommitAsync("Start", [.. first, .. more]);
        return (clone, await ForgeRepository.OpenOrCreateAsync(folder["forge.git"], clone.Path, CancellationToken.None));
    }

    /// <summary>The same, with the first commit synced and healthy.</summary>
    public static async Task<ArgoCdFixture> LiveAsync(params (string Path, string Text)[] more)
    {
        var fixture = await StartAsync(more);
        await fixture.RefreshAsync();
        await fixture.UntilAsync(IsLive);
        return fixture;
    }

    public static string Record(string version) => $$"""
        developer:
          service-a: { revision: main, tag: "{{version}}", digest: "{{Digest}}" }
        """;

    public static bool IsLive(JsonElement app) =>
        app.TextAt("status", "sync", "status") == "Synced" && app.TextAt("status", "health", "status") == "Healthy"
        && app.At("operation") is null;

    public JsonElement? Find(string apiVersion, string plural, string ns, string name) =>
        Store.Find(TestApi.Resource(apiVersion, plural), ns, name);

    /// <summary>Changes an object as a person would by hand.</summary>
    public void Edit(string apiVersion, string plural, string ns, string name, Action<JsonObject> change, string part = "") => Store.Update(
        TestApi.Resource(apiVersion, plural),
        ns,
        name,
        value =>
        {
            change(value);
            return value;
        },
        new WriteOptions(Subresource: part));

    /// <summary>Commits files and makes the commit main; nobody is told.</summary>
    public async Task<string> CommitAsync(params (string Path, string Text)[] files)
    {
        var commit = await StageAsync(files);
        await _forge.Git.OutputAsync(CancellationToken.None, "update-ref", ForgeRepository.MainRef, commit);
        return commit;
    }

    /// <summary>Commits files; the forge knows the commit, main stays.</summary>
    public async Task<string> StageAsync(params (string Path, string Text)[] files)
    {
        var commit = await _clone.CommitAsync("Change", files);
        await _forge.Git.OutputAsync(CancellationToken.None, "fetch", "--quiet", _clone.Path, "HEAD");
        return commit;
    }

    /// <summary>The same with a file that is not text.</summary>
    public async Task<string> StageAsync((string Path, byte[] Bytes) file)
    {
        await File.WriteAllBytesAsync(Path.Combine(_clone.Path, file.Path), file.Bytes);
        return await StageAsync();
    }

    public async Task RefreshAsync() =>
        await Controller.RefreshAsync(await _forge.HeadAsync(CancellationToken.None), CancellationToken.None);

    /// <summary>Commits files, makes them main and has them synced.</summary>
    public async Task PushAsync(params (string Path, string Text)[] files)
    {
        await CommitAsync(files);
        await RefreshAsync();
    }

    /// <summary>Waits for the Application to be so.</summary>
    public Task<JsonElement> UntilAsync(Func<JsonElement, bool> condition, string name = Application) =>
        UntilAsync("argoproj.io/v1alpha1", "applications", "argocd", name, app => app is { } value && condition(value))!;

    /// <summary>Waits for an object to be so, or to be gone.</summary>
    public async Task<JsonElement> UntilAsync(string apiVersion, string plural, string ns, string name, Func<JsonElement?, bool> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var resource = TestApi.Resource(apiVersion, plural);
        var version = Store.List(resource).Version;
        try
        {
            var found = Store.Find(resource, ns, name);
            if (condition(found))
                return found ?? default;
            await foreach (var _ in Store.WatchAsync(resource, null, version, deadline.Token))
            {
                found = Store.Find(resource, ns, name);
                if (condition(found))
                    return found ?? default;
            }
        }
        catch (OperationCanceledException)
        {
            // The failure below tells what was there instead.
        }

        throw new TimeoutException($"{plural} {name} is still {Store.Find(resource, ns, name)?.At("status")}");
    }

    /// <summary>Runs something while nothing can be read from git.</summary>
    public async Task WithoutGitAsync(Func<Task> act)
    {
        Directory.Move(_forge.Path, _folder["gone.git"]);
        await act();
        Directory.Move(_folder["gone.git"], _forge.Path);
    }

    /// <summary>The platform's process is another one: only what is on disk stays.</summary>
    /// <param name="clock">Its clock; null for the machine's.</param>
    public async Task StartAnewAsync(TimeProvider? clock = null)
    {
        await Controller.DisposeAsync();
        StartController(clock);
    }

    public async ValueTask DisposeAsync()
    {
        await Controller.DisposeAsync();
        await _controllers.DisposeAsync();
        _storage.Dispose();
        _folder.Dispose();
    }

    private void StartController(TimeProvider? clock = null)
    {
        var source = new TestSource(_forge.Git);
        var renderings = new RenderCache(_folder["cache"], TimeProvider.System);
        Renderer = new Renderer(source, _helm, new EnvironmentSettings("local", "bigben.localhost"), renderings, Keys);
        Controller = ApplicationController.Start(Store, source, Renderer, clock ?? TimeProvider.System, NullLogger.Instance);
    }
}
