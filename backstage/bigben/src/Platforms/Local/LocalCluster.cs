using BigBen.ApiServer;
using BigBen.ArgoCd;
using BigBen.ArgoCd.Sources;
using BigBen.Controllers;
using BigBen.Controllers.Volumes;
using BigBen.Ingress;
using BigBen.Kubelet;
using BigBen.Kubelet.Mounts;

namespace BigBen.Platforms.Local;

/// <summary>
/// A Kubernetes with Argo CD in this process: the API server, and what acts on its objects. Everything is kept in the API server's store,
/// so that a restart goes on with what ran.
/// </summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _parts = new();

    private LocalCluster()
    {
    }

    /// <summary>Keeps the objects and answers for them.</summary>
    public ApiServerHost Api { get; private set; } = null!;

    /// <summary>Routes requests to pods.</summary>
    public IngressController Ingress { get; private set; } = null!;

    /// <summary>Runs pods.</summary>
    public NodeAgent Kubelet { get; private set; } = null!;

    /// <summary>Keeps the objects equal to git.</summary>
    public ApplicationController ArgoCd { get; private set; } = null!;

    /// <summary>Starts every part; what ran when the process ended runs again.</summary>
    /// <param name="state">Where everything is kept.</param>
    /// <param name="port">The port that every host is served on; 0 for any free one.</param>
    /// <param name="images">What pods run.</param>
    /// <param name="source">The repository that Applications are read from.</param>
    /// <param name="renderer">Renders them.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="logger">Told of what should not have happened.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlatformException">The port or the state folder is somebody else's.</exception>
    public static async Task<LocalCluster> StartAsync(
        StateFolder state,
        int port,
        IContainerImages images,
        ISourceRepository source,
        Renderer renderer,
        TimeProvider clock,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        var cluster = new LocalCluster();
        try
        {
            var logs = new PodLogs(Path.Combine(state.Cluster, "logs"), clock);
            var containers = new ContainerRuntime();
            var usage = new NodeUsage(clock);
            var api = cluster.Api = cluster.Owned(await ApiServerHost.StartAsync(
                new ApiServerOptions
                {
                    Directory = state.Api,
                    Kubeconfig = state.Kubeconfig,
                    Logs = logs,
                    Containers = containers,
                    Metrics = usage,
                    Clock = clock,
                    Logger = logger,
                },
                cancellationToken));
            var mounts = MountSupport.FindAsync(state.Cluster, cancellationToken);
            var ingress = cluster.Ingress = cluster.Owned(
                await IngressController.StartAsync(api.Store, port, clock, logger, cancellationToken));
            new FolderProvisioner(api.Store, state.Volumes).Relocate();
            var options = new KubeletOptions
            {
                Directory = state.Cluster,
                Images = images,
                Environment = ingress.EnvironmentAsync,
                Services = ingress.TcpAddresses,
                Mounts = await mounts,
                Clock = clock,
                Logger = logger,
            };
            cluster.Kubelet = cluster.Owned(await NodeAgent.StartAsync(
                api.Store, options, logs, containers, usage, cancellationToken));
            // What would replace a pod ends before what ends pods.
            cluster.Owned(ControllerManager.Start(api.Store, state.Volumes, clock, logger));
            cluster.ArgoCd = cluster.Owned(ApplicationController.Start(api.Store, source, renderer, clock, logger));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends every part, the last one first: pods are still answered for while they end.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
            await part.DisposeAsync();
    }

    private T Owned<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }
}
