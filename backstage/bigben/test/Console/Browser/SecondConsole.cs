using BigBen.Bootstrap;
using BigBen.Console;
using BigBen.ArgoCd.Sources;
using BigBen.Foundation;
using BigBen.Ingress.Listening;
using BigBen.Tests.Forge;
using BigBen.Tests.Kubelet;

namespace BigBen.Tests.Console.Browser;

/// <summary>A console of its own over Applications that are restored from a folder; forge and actions are those of the shared platform.</summary>
internal sealed class SecondConsole(TempFolder folder, TestCluster cluster, Router router, ApplicationController controller) : IAsyncDisposable
{
    public string Origin => $"http://{PlatformHosts.Console}:{router.Port}";

    public static async Task<SecondConsole> StartAsync(ConsoleFixture platform, TempFolder folder)
    {
        var cluster = await TestCluster.StartAsync();
        var router = new Router(cluster.Cluster, TimeProvider.System);
        await router.StartAsync(0);
        var controller = new ApplicationController(
            new ForgeSource(platform.Delivery.Forge), platform.Context.Renderer, cluster.Cluster, new ApplicationRecords(folder["applications"]), TimeProvider.System);
        controller.Restore();
        var context = platform.Context with
        {
            Record = platform.Context.Record with { Port = router.Port },
            Controller = controller,
            Cluster = cluster.Cluster,
            Journal = new RunJournal(folder["runs"], TimeProvider.System),
            Metrics = router.Metrics,
        };
        router.MapHost(PlatformHosts.Console, ConsoleApi.Create(context));
        return new SecondConsole(folder, cluster, router, controller);
    }

    public async ValueTask DisposeAsync()
    {
        controller.Dispose();
        await cluster.DisposeAsync();
        await router.DisposeAsync();
        folder.Dispose();
    }
}
