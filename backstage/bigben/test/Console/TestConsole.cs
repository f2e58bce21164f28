using System.Net.Http.Headers;
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
        RunJournal journal, ForgeRepository forge)
    {
        (_folder, _server, Platform, Proxy, _api, Cache, Journal, Forge) = (folder, server, platform, proxy, api, cache, journal, forge);
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

    public string Origin => $"http://{PlatformHosts.Console}:{_server.Port}";

    /// <summary>Asks the console as its own host, with the platform's token.</summary>
    public HttpClient Client { get; }

    public static async Task<TestConsole> StartAsync(IPlatformMetrics? metrics = null)
    {
        var platform = await TestPlatform.DeveloperAsync();
        var proxy = new CuttableProxy(platform.Api.Server.Port);
        var api = proxy.Open(platform);
        var cache = await ClusterCache.StartAsync(api, TimeProvider.System, CancellationToken.None);
        var folder = new TempFolder();
        var seed = await TestClone.InitAsync(folder["seed"]);
        await seed.CommitAsync("first", ("README.md", "x"));
        var forge = await ForgeRepository.OpenOrCreateAsync(folder["forge.git"], seed.Path, CancellationToken.None);
        var journal = new RunJournal(folder["runs"], TimeProvider.System);
        RequestDelegate? handler = null;
        var server = await LoopbackServer.StartAsync(0, useIPv6: false, http => handler!(http), CancellationToken.None);
        var record = new PlatformRecord(Environment.ProcessId, server.Port, Token, "test", TimeProvider.System.GetUtcNow());
        handler = ConsoleApi.Create(new ConsoleContext(
            record, api, cache, journal, new NoActions(), new CommitHistory(forge), metrics, TimeProvider.System,
            CancellationToken.None));
        return new TestConsole(folder, server, platform, proxy, api, cache, journal, forge);
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
