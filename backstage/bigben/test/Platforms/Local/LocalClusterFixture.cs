using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Sources;
using BigBen.Foundation;
using BigBen.Git;
using BigBen.Kubelet;
using BigBen.Manifests;
using BigBen.Platforms.Local;
using BigBen.Tests.ApiServer;
using BigBen.Tests.ArgoCd;
using BigBen.Tests.Git;
using BigBen.Tests.Kubelet;
using BigBen.Tests.Manifests.Helm;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.Tests.Platforms.Local;

/// <summary>Every room of the local platform over a real forge, with images that run the test program.</summary>
internal sealed class LocalClusterFixture : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly TempFolder _folder;
    private readonly TestClone _clone;
    private readonly IContainerImages _images;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    private LocalClusterFixture(TempFolder folder, TestClone clone, ForgeRepository forge, IContainerImages images) =>
        (_folder, _clone, Forge, State, _images) = (folder, clone, forge, new StateFolder(folder["state"]), images);

    public ForgeRepository Forge { get; }

    public StateFolder State { get; private set; }

    public LocalCluster Cluster { get; private set; } = null!;

    public IObjectStore Store => Cluster.Api.Store;

    /// <summary>Starts it.</summary>
    /// <param name="images">Makes the images out of those of tests, in a folder of their own; null for those of tests.</param>
    public static async Task<LocalClusterFixture> StartAsync(Func<IContainerImages, string, IContainerImages>? images = null)
    {
        var folder = new TempFolder();
        var (clone, forge) = await ArgoCdFixture.RepositoryAsync(folder);
        var tests = new TestImages();
        var fixture = new LocalClusterFixture(folder, clone, forge, images?.Invoke(tests, folder["tools"]) ?? tests);
        await fixture.StartClusterAsync();
        return fixture;
    }

    /// <summary>The platform's process ends and another one begins over the same state.</summary>
    /// <param name="between">What happens in between.</param>
    public async Task StartAnewAsync(Func<Task>? between = null)
    {
        await Cluster.DisposeAsync();
        if (between is not null)
            await between();
        await StartClusterAsync();
    }

    /// <summary>The platform's process ends, its state folder gets another name, and another process begins there.</summary>
    public Task MoveAsync(string name) => StartAnewAsync(() =>
    {
        var moved = _folder[name];
        Directory.Move(State.Path, moved);
        State = new StateFolder(moved);
        return Task.CompletedTask;
    });

    /// <summary>Commits files, makes them main and has them synced.</summary>
    public async Task PushAsync(params (string Path, string Text)[] files)
    {
        if (files.Length > 0)
        {
            var commit = await _clone.CommitAsync("Change", files);
            await Forge.Git.OutputAsync(CancellationToken.None, "fetch", "--quiet", _clone.Path, "HEAD");
            await Forge.Git.OutputAsync(CancellationToken.None, "update-ref", ForgeRepository.MainRef, commit);
        }

        await Cluster.ArgoCd.RefreshAsync(await Forge.HeadAsync(CancellationToken.None), CancellationToken.None);
    }

    public IReadOnlyList<JsonElement> List(string apiVersion, string plural, string ns = "developer") =>
        Store.List(TestApi.Resource(apiVersion, plural), ns).Items;

    /// <summary>Makes every object of some YAML.</summary>
    public void Apply(string yaml)
    {
        foreach (var manifest in Manifest.ParseAll(yaml, "test.yaml", "developer"))
        {
            var (group, kind, ns, _) = manifest.Key;
            var resource = ResourceCatalog.All.First(
                resource => resource.Group == group && resource.Version == manifest.Version && resource.Kind == kind);
            Store.Create(resource, ns, (JsonObject)manifest.Body.DeepClone());
        }
    }

    /// <summary>Waits until something about all objects holds, looking at every change.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!condition())
        {
            if (deadline.IsCancellationRequested)
            {
                var objects = List("v1", "pods")
                    .Concat(List("apps/v1", "deployments"))
                    .Concat(List("apps/v1", "replicasets"))
                    .Concat(List("v1", "events"))
                    .Concat(List("argoproj.io/v1alpha1", "applications", "argocd"));
                throw new TimeoutException(string.Join('\n', objects.Select(item => $"{item}")));
            }

            await Task.Delay(10);
        }
    }

    /// <summary>Waits until service-a of developer is synced and healthy.</summary>
    public Task LiveAsync() => UntilAsync(() =>
        List("argoproj.io/v1alpha1", "applications", "argocd").Any(
            app => app.Text("name") == ArgoCdFixture.Application && ArgoCdFixture.IsLive(app)));

    /// <summary>Waits until service-a of developer answers so; routing follows what is ready by a moment.</summary>
    public async Task UntilAnswersAsync(string path, string expected)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{Cluster.Ingress.Port}{path}");
            request.Headers.Host = $"dev.service-a.bigben.localhost:{Cluster.Ingress.Port}";
            using var response = await _http.SendAsync(request, deadline.Token);
            var body = await response.Content.ReadAsStringAsync(deadline.Token);
            if (response.IsSuccessStatusCode && body == expected)
                return;
            // These pods do not drain: what comes to a connection that one is closing, while routing still has no other, is a 502.
            ((int)response.StatusCode).ShouldBeOneOf(200, 404, 502, 503);
            await Task.Delay(20, deadline.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task StartClusterAsync()
    {
        var source = new ForgeSource(Forge);
        var renderings = new RenderCache(State.Cache, TimeProvider.System);
        var renderer = new Renderer(
            source, await TestHelm.CliAsync(), new EnvironmentSettings("local", "bigben.localhost"), renderings);
        Cluster = await LocalCluster.StartAsync(
            State, port: 0, _images, source, renderer, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
    }
}
