using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Kubelet.Containers;
using BigBen.Kubelet.Events;
using BigBen.Kubelet.Logs;
using BigBen.Kubelet.Nodes;
using BigBen.Kubelet.Pods;
using BigBen.Kubelet.Volumes;

namespace BigBen.Kubelet;

/// <summary>
/// The kubelet of this machine, the only node: runs the store's pods as processes on loopback, and writes what becomes of them.
/// </summary>
/// <remarks>
/// A container's process gets nothing of the platform's own environment but PATH, HOME, LANG and what .NET needs to be found; then the
/// namespace's variables, the image's, those of the Services, those of the pod, and last: a free port on 127.0.0.1 for each named
/// container port (<c>HTTP_PORT</c>, and <c>PORT</c>, for <c>http</c>), <c>BIND_ADDRESS</c>, <c>HOSTNAME</c>, <c>TMPDIR</c>, a folder
/// of its own, and <c>MOUNT_…</c>, the folder of each mount, which is at its path too where this machine has mount namespaces. The
/// containers of a pod share 127.0.0.1: each knows the ports of all. Its output goes straight to a file.
/// </remarks>
internal sealed class NodeAgent : IAsyncDisposable
{
    /// <summary>The node's name.</summary>
    public const string NodeName = "bigben";

    /// <summary>The address of the node and of every pod.</summary>
    public const string Address = "127.0.0.1";

    private readonly KubeletServices _services;
    private readonly PodWorkers _workers;
    private readonly IDisposable _hold;
    private readonly CancellationTokenSource _end = new();
    private readonly Controller _pods;
    private readonly Controller _configuration;
    private Task _logs = Task.CompletedTask;

    private NodeAgent(KubeletServices services, IDisposable hold)
    {
        _services = services;
        _workers = new PodWorkers(services, (key, delay) => _pods!.EnqueueAfter(key, delay));
        _hold = hold;
        _pods = Loop("kubelet", _workers.Sync).For(Kinds.Pods)
            .Watches(Kinds.VolumeClaims, new VolumeClaims(services.Store).PodsOf)
            .Watches(Kinds.Nodes, _ => Scheduler.Waiting(services.Store));
        _configuration = Loop("kubelet-configuration", _ => services.Wake.Beat()).For(Kinds.ConfigMaps).For(Kinds.Secrets)
            .For(Kinds.Services);
    }

    /// <summary>How many processes a killed predecessor had left, which were ended.</summary>
    public int Leftovers { get; private set; }

    /// <summary>
    /// Takes hold of the directory, ends every process that a killed predecessor left, and runs the pods that are in the store. When this
    /// returns, no status says any more that something runs that does not.
    /// </summary>
    /// <param name="store">The objects.</param>
    /// <param name="options">How it works.</param>
    /// <param name="logs">Where the output of containers goes.</param>
    /// <param name="containers">Told of the containers that run.</param>
    /// <param name="usage">Told of the processes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlatformException">
    /// Another kubelet works on the directory, it cannot be used, or a leftover does not end.
    /// </exception>
    public static async Task<NodeAgent> StartAsync(
        IObjectStore store,
        KubeletOptions options,
        PodLogs logs,
        ContainerRuntime containers,
        NodeUsage usage,
        CancellationToken cancellationToken)
    {
        options = options with { Directory = Path.GetFullPath(options.Directory) };
        var hold = FileLock.TryTake(Path.Combine(options.Directory, "lock"))
            ?? throw new PlatformException($"'{options.Directory}' cannot be used: another platform works on it. Stop that one first.");
        var id = Processes.Leftovers.IdOf(options.Directory);
        var events = new PodEvents(store, options.Clock, options.Logger);
        var services = new KubeletServices(store, options, id, new FreePorts(), events, logs, containers, usage, new Pulse());
        var agent = new NodeAgent(services, hold);
        try
        {
            await agent.StartAsync(cancellationToken);
            return agent;
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }
    }

    /// <summary>Wakes the pods that wait for an image.</summary>
    public void ImagesHaveChanged() => _services.Wake.Beat();

    /// <summary>Ends every process gracefully, all at once, and lets go of the directory. The pods stay in the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _logs.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _configuration.DisposeAsync();
        await _pods.DisposeAsync();
        await _workers.ShutdownAsync();
        _hold.Dispose();
        _end.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var options = _services.Options;
        Leftovers = await Processes.Leftovers.EndAsync(
            _services.PodsDirectory, _services.Id, options.LeftoverGrace, options.Clock, cancellationToken);
        var pods = _services.Store.List(Kinds.Pods).Items;
        PodVolumes.DeleteOthers(_services.PodsDirectory, pods.Select(pod => pod.Text("uid")).ToHashSet(), options.Logger);
        NodeObject.Register(_services.Store, options, options.Clock.GetUtcNow());
        foreach (var pod in pods)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _workers.Sync(NamespacedName.Of(pod));
        }

        _pods.Start();
        _configuration.Start();
        _logs = LogTender.RunAsync(_services, _workers, _end.Token);
    }

    private Controller Loop(string name, Action<NamespacedName> reconcile) => new(
        name,
        _services.Store,
        _services.Clock,
        _services.Logger,
        (key, _) =>
        {
            reconcile(key);
            return Task.FromResult<TimeSpan?>(null);
        });
}
