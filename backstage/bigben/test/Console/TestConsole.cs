using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using BigBen.Console;
using BigBen.Foundation;
using BigBen.Git;
using BigBen.Ingress.Listening;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Caching;
using BigBen.Pipeline.Commits;
using BigBen.Tests.Git;
using BigBen.Tests.Kubernetes;
using Microsoft.AspNetCore.Http;

namespace BigBen.Tests.Console;

/// <summary>The console over an API server whose store a test fills: no pod runs, no pipeline works.</summary>
internal sealed class TestConsole : IAsyncDisposable
{
    public const string Token = "0123456789abcdef";

    private readonly TempFolder _folder;
    private readonly LoopbackServer _server;
    private readonly KubernetesApi _api;

    private TestConsole(
        TempFolder folder, LoopbackServer server, TestPlatform platform, CuttableProxy proxy, KubernetesApi api, ClusterCache cache,
        RunJournal journal, ForgeRepository forge, PlatformRecord record)
    {
        (_folder, _server, Platform, Proxy, _api, Cache, Journal, Forge, Record) =
            (folder, server, platform, proxy, api, cache, journal, forge, record);
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{server.Port}"),
        };
        Client.DefaultRequestHeaders.Host = $"{PlatformHosts.Console}:{server.Port}";
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public TestPlatform Platform { get; }

    /// <summary>What the console reaches its API server by.</summary>
    public CuttableProxy Proxy { get; }

    public ClusterCache Cache { get; }

    public RunJournal Journal { get; }

    public ForgeRepository Forge { get; }

    /// <summary>How it is reached.</summary>
    public PlatformRecord Record { get; }

    public string Origin => $"http://{PlatformHosts.Console}:{_server.Port}";

    /// <summary>Asks the console as its own host, with the platform's token.</summary>
    public HttpClient Client { get; }

    /// <param name="metrics">What the platform measures; null where it does not.</param>
    /// <param name="api">Who answers what the console asks by itself; null for the API server that it watches.</param>
    /// <param name="port">The port of the services; null for the console's own.</param>
    public static async Task<TestConsole> StartAsync(IPlatformMetrics? metrics = null, KubernetesApi? api = null, int? port = null)
    {
        var platform = await TestPlatform.DeveloperAsync();
        var proxy = new CuttableProxy(platform.Api.Server.Port);
        var watched = proxy.Open(platform);
        var cache = await ClusterCache.StartAsync(watched, TimeProvider.System, CancellationToken.None);
        var folder = new TempFolder();
        var seed = await TestClone.InitAsync(folder["seed"]);
        await seed.CommitAsync("first", ("README.md", "x"));
        var forge = await ForgeRepository.OpenOrCreateAsync(folder["forge.git"], seed.Path, CancellationToken.None);
        var journal = new RunJournal(folder["runs"], TimeProvider.System);
        RequestDelegate? handler = null;
        var server = await LoopbackServer.StartAsync(0, useIPv6: false, http => handler!(http), CancellationToken.None);
        var record = new PlatformRecord(Environment.ProcessId, port ?? server.Port, Token, "test", TimeProvider.System.GetUtcNow())
        {
            ApiPort = server.Port,
        };
        handler = ConsoleApi.Create(new ConsoleContext(
            record, api ?? watched, cache, journal, new NoActions(), new CommitHistory(forge), metrics, TimeProvider.System,
            CancellationToken.None));
        return new TestConsole(folder, server, platform, proxy, watched, cache, journal, forge, record);
    }

    /// <summary>Changes an object, its status too; the console knows it when this is back.</summary>
    public Task ChangeAsync(ResourceKind kind, string ns, string name, Action<JsonObject> change)
    {
        Platform.Change(kind, ns, name, change);
        var changed = Platform.Server.Store.Find(TestPlatform.Resource(kind), ns, name)!.Value.TextAt("metadata", "resourceVersion");
        // The next change of the cache may be another one: it tells of its first lists after it has been started.
        return TestPlatform.UntilAsync(
            Cache, () => Cache.Objects.Of(kind).Any(known => known.TextAt("metadata", "resourceVersion") == changed));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        await Cache.DisposeAsync();
        _api.Dispose();
        await Proxy.DisposeAsync();
        await Platform.DisposeAsync();
        _folder.Dispose();
    }
}
