using System.Runtime.CompilerServices;
using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Manifests.Specs;

namespace BigBen.Runtime;

/// <summary>What an <see cref="Cluster.Apply"/> did.</summary>
public enum ApplyResult
{
    /// <summary>There was no such object.</summary>
    Created,

    /// <summary>The object was different.</summary>
    Configured,

    /// <summary>The object was the very same.</summary>
    Unchanged,
}

/// <summary>
/// A small Kubernetes in this process: it keeps objects and runs the pods of Deployments as processes of this machine, on loopback only.
/// Objects live in memory: whoever starts a cluster applies them. Every member may be called from any thread.
/// </summary>
/// <remarks>
/// A pod's process gets nothing of the platform's own environment but PATH, HOME, LANG, TZ and what .NET needs to be found; then the
/// namespace's variables, the image's, those of the manifest, and last: a free port on 127.0.0.1 for each named container port
/// (<c>HTTP_PORT</c> for <c>http</c>), <c>BIND_ADDRESS</c>, and <c>TMPDIR</c>, a folder of its own. Its output goes straight to a file.
/// </remarks>
public sealed class Cluster : IAsyncDisposable, IPodHost
{
    private static readonly TimeSpan LogCheck = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly ClusterOptions options;
    private readonly TimeProvider clock;
    private readonly FreePorts ports = new();
    private readonly EventLog events;
    private readonly Dictionary<ObjectKey, (Manifest Manifest, ObjectSpec Spec, IReadOnlyList<Unenforced> Unenforced)> objects = [];
    private readonly Dictionary<ObjectKey, Deployment> deployments = [];
    private readonly List<(Pod Pod, Deployment Deployment, ReplicaSet Set)> pods = [];
    private readonly TaskCompletionSource shutdownDeadline = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource end = new();
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource objectsChanged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyList<PodStatus>? podSnapshot;
    private ITimer? timer;
    private FileStream? hold;
    private Task? tendingLogs;
    private string id = "";
    private long version;
    private bool shuttingDown;

    /// <summary>A cluster that does nothing before <see cref="StartAsync"/>.</summary>
    public Cluster(ClusterOptions options)
    {
        this.options = options with { Directory = Path.GetFullPath(options.Directory) };
        clock = options.Clock;
        events = new EventLog(clock);
    }

    /// <summary>Grows with every change of objects, pods, statuses or events.</summary>
    public long Version => Volatile.Read(ref version);

    /// <summary>The objects as they were applied, ordered by key.</summary>
    public IReadOnlyList<Manifest> Objects
    {
        get
        {
            lock (gate)
                return [.. objects.Values.Select(entry => entry.Manifest).OrderBy(manifest => manifest.Key, ObjectKey.Order)];
        }
    }

    /// <summary>What the applied objects ask for and this cluster does not do, ordered by object.</summary>
    public IReadOnlyList<Unenforced> Unenforced
    {
        get
        {
            lock (gate)
                return [.. objects.OrderBy(entry => entry.Key, ObjectKey.Order).SelectMany(entry => entry.Value.Unenforced)];
        }
    }

    /// <summary>Every pod, those that are being ended too, ordered by namespace and age.</summary>
    public IReadOnlyList<PodStatus> Pods
    {
        get
        {
            lock (gate)
            {
                return podSnapshot ??= [.. pods.Select(entry => entry.Pod.Status)
                    .OrderBy(pod => pod.Namespace, StringComparer.Ordinal).ThenBy(pod => pod.CreatedAt).ThenBy(pod => pod.Name, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The statuses of all Deployments, ordered by key.</summary>
    public IReadOnlyList<DeploymentStatus> Deployments
    {
        get
        {
            lock (gate)
                return [.. deployments.Values.Select(deployment => deployment.Status!).OrderBy(status => status.Key, ObjectKey.Order)];
        }
    }

    /// <summary>The ReplicaSets that have or had pods and are not yet forgotten, ordered by key.</summary>
    public IReadOnlyList<ReplicaSetStatus> ReplicaSets
    {
        get
        {
            lock (gate)
                return [.. deployments.Values.SelectMany(deployment => deployment.ReplicaSetStatuses()).OrderBy(status => status.Key, ObjectKey.Order)];
        }
    }

    /// <summary>The last 500 events, the latest last.</summary>
    public IReadOnlyList<ClusterEvent> Events
    {
        get
        {
            lock (gate)
                return events.Snapshot();
        }
    }

    ClusterOptions IPodHost.Options => options;

    string IPodHost.Id => id;

    FreePorts IPodHost.Ports => ports;

    Task IPodHost.ShutdownDeadline => shutdownDeadline.Task;

    bool IPodHost.ShuttingDown
    {
        get
        {
            lock (gate)
                return shuttingDown;
        }
    }

    Task IPodHost.ObjectsChanged
    {
        get
        {
            lock (gate)
                return objectsChanged.Task;
        }
    }

    private string PodsDirectory => Path.Combine(options.Directory, "pods");

    private string LogsDirectory => Path.Combine(options.Directory, "logs");

    /// <summary>Takes hold of the directory and ends every pod that a killed predecessor left. Returns how many processes there were.</summary>
    /// <exception cref="PlatformException">Another cluster works on the directory, it cannot be used, or a leftover does not end.</exception>
    public async Task<int> StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            Directory.CreateDirectory(options.Directory);
            hold = new FileStream(Path.Combine(options.Directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PlatformException(
                $"'{options.Directory}' cannot be used: {e.Message.TrimEnd('.')}. Stop the platform that works on it, or mend the folder's rights.", e);
        }

        id = Leftovers.IdOf(options.Directory);
        var left = await Leftovers.EndAsync(PodsDirectory, id, options.LeftoverGrace, clock, cancellationToken);
        if (Directory.Exists(PodsDirectory))
            Directory.Delete(PodsDirectory, recursive: true);
        PruneLogs();
        timer = clock.CreateTimer(_ => ReconcileAll(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        tendingLogs = TendLogsAsync(end.Token);
        return left;
    }

    /// <summary>Makes or replaces an object, and begins to bring about what it asks for.</summary>
    /// <exception cref="PlatformException">The object is malformed, or asks for what must not be left out and cannot be done here; nothing has changed.</exception>
    public ApplyResult Apply(Manifest manifest)
    {
        var (spec, unenforced) = ObjectSpec.Read(manifest);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(shuttingDown, this);
            if (timer is null)
                throw new InvalidOperationException("The cluster was not started.");
            var exists = objects.TryGetValue(manifest.Key, out var old);
            if (exists && old.Manifest.Hash == manifest.Hash)
                return ApplyResult.Unchanged;
            objects[manifest.Key] = (manifest, spec, unenforced);
            if (spec is DeploymentSpec deploymentSpec)
            {
                if (!deployments.TryGetValue(manifest.Key, out var deployment))
                    deployments[manifest.Key] = deployment = new Deployment(manifest.Key, clock, CreatePod, StopPod, events.Add);
                deployment.Set(manifest, deploymentSpec);
                Reconcile(deployment);
            }
            else if (spec is AutoscalerSpec)
            {
                foreach (var deployment in deployments.Values.Where(deployment => deployment.Key.Namespace == manifest.Key.Namespace))
                    Reconcile(deployment);
            }

            ObjectsHaveChanged();
            return exists ? ApplyResult.Configured : ApplyResult.Created;
        }
    }

    /// <summary>Forgets an object and ends its pods gracefully; says whether there was one.</summary>
    public bool Delete(ObjectKey key)
    {
        lock (gate)
        {
            if (!objects.Remove(key, out var old))
                return false;
            if (deployments.Remove(key, out var deployment))
                deployment.Delete();
            if (old.Spec is AutoscalerSpec)
            {
                foreach (var other in deployments.Values.Where(other => other.Key.Namespace == key.Namespace))
                    Reconcile(other);
            }

            ObjectsHaveChanged();
            return true;
        }
    }

    /// <summary>An object as it was applied; null where there is none.</summary>
    public Manifest? Find(ObjectKey key)
    {
        lock (gate)
            return objects.TryGetValue(key, out var entry) ? entry.Manifest : null;
    }

    /// <summary>Has pods that wait for an image search again now, instead of at the end of their wait.</summary>
    public void ImagesHaveChanged()
    {
        lock (gate)
            ObjectsHaveChanged();
    }

    /// <summary>The status of a Deployment; null where there is none.</summary>
    public DeploymentStatus? DeploymentStatus(string @namespace, string name)
    {
        lock (gate)
            return deployments.TryGetValue(new ObjectKey("apps", "Deployment", @namespace, name), out var deployment) ? deployment.Status : null;
    }

    /// <summary>
    /// Replaces every pod of a Deployment by the rules of its rollout, as <c>kubectl rollout restart</c>, and waits until that is done.
    /// </summary>
    /// <exception cref="PlatformException">There is no such Deployment, or the new pods do not become ready; the old ones go on serving.</exception>
    public async Task RestartAsync(string @namespace, string name, CancellationToken cancellationToken = default)
    {
        long generation;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(shuttingDown, this);
            if (!deployments.TryGetValue(new ObjectKey("apps", "Deployment", @namespace, name), out var deployment))
                throw new PlatformException($"There is no Deployment {@namespace}/{name} to restart. See `bigben status` for those there are.");
            deployment.Restart();
            Reconcile(deployment);
            Touch();
            generation = deployment.Generation;
        }

        DeploymentStatus? status = null;
        await WaitAsync(
            () =>
            {
                status = DeploymentStatus(@namespace, name);
                return status is null || status.Generation > generation || status.IsComplete || status.ProgressDeadlineExceeded;
            },
            Timeout.InfiniteTimeSpan,
            cancellationToken);
        if (status is { ProgressDeadlineExceeded: true })
            throw new PlatformException($"Deployment {@namespace}/{name} was not restarted: {status.Message}. The old pods go on serving.");
    }

    /// <summary>Completes when <see cref="Version"/> is greater than <paramref name="seen"/>, and gives the new one.</summary>
    public async Task<long> NextChangeAsync(long seen, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (version > seen)
                    return version;
                next = changed.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits, without polling, until <paramref name="condition"/> holds; false where it did not within <paramref name="deadline"/>.</summary>
    /// <param name="condition">Asked at once and after every change.</param>
    /// <param name="deadline">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<bool> WaitAsync(Func<bool> condition, TimeSpan deadline, CancellationToken cancellationToken = default)
    {
        using var late = new CancellationTokenSource(deadline, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        while (true)
        {
            var seen = Version;
            if (condition())
                return true;
            try
            {
                await NextChangeAsync(seen, both.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return condition();
            }
        }
    }

    /// <summary>The lines that a pod wrote, of standard output and standard error as they came; also of a pod that is gone but not yet forgotten.</summary>
    /// <param name="namespace">The pod's namespace.</param>
    /// <param name="pod">The pod's name.</param>
    /// <param name="tail">How many of the last lines to begin with; null for all that are kept.</param>
    /// <param name="follow">Whether to go on until the pod is gone.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="PlatformException">There is no such pod and no log of one.</exception>
    public async IAsyncEnumerable<string> ReadLogsAsync(
        string @namespace, string pod, int? tail = null, bool follow = false, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var path = Pods.FirstOrDefault(status => status.Namespace == @namespace && status.Name == pod)?.LogPath ?? OldLog(@namespace, pod);
        var isLive = follow ? () => Pods.Any(status => status.LogPath == path) : (Func<bool>?)null;
        await foreach (var line in PodLog.ReadAsync(path, tail, isLive, clock, cancellationToken))
            yield return line;
    }

    /// <summary>Ends every pod gracefully, all at once, and lets go of the directory.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Task> ending;
        lock (gate)
        {
            if (shuttingDown)
                return;
            shuttingDown = true;
            foreach (var (pod, _, _) in pods.Where(entry => !entry.Pod.IsTerminating).ToList())
                StopPod(pod);
            ending = [.. pods.Select(entry => entry.Pod.Completion)];
            Touch();
        }

        var all = Task.WhenAll(ending);
        using (var waiting = new CancellationTokenSource())
        {
            await Task.WhenAny(all, Task.Delay(options.ShutdownGrace, clock, waiting.Token));
            await waiting.CancelAsync();
        }

        shutdownDeadline.TrySetResult();
        await all;
        await end.CancelAsync();
        if (tendingLogs is not null)
            await tendingLogs.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        if (timer is not null)
            await timer.DisposeAsync();
        if (hold is not null)
            await hold.DisposeAsync();
        end.Dispose();
    }

    /// <summary>Everything there is at one moment, for those who route; ordered by key.</summary>
    internal (long Version, IReadOnlyList<(ObjectKey Key, ObjectSpec Spec)> Objects, IReadOnlyList<PodStatus> Pods) Snapshot()
    {
        lock (gate)
            return (version, [.. objects.OrderBy(entry => entry.Key, ObjectKey.Order).Select(entry => (entry.Key, entry.Value.Spec))], Pods);
    }

    IReadOnlyDictionary<string, string>? IPodHost.Data(string scope, string kind, string name)
    {
        lock (gate)
            return objects.TryGetValue(new ObjectKey("", kind, scope, name), out var entry) ? (entry.Spec as DataSpec)?.Data : null;
    }

    void IPodHost.Change(Pod pod, Func<PodStatus, PodStatus> change)
    {
        lock (gate)
        {
            var next = change(pod.Status);
            if (next == pod.Status)
                return;
            pod.Status = next;
            ReconcileOwner(pod);
            Touch();
        }
    }

    void IPodHost.Tell(Pod pod, string reason, string message, bool isWarning)
    {
        lock (gate)
        {
            events.Add(pod.Key, reason, message, isWarning);
            Touch();
        }
    }

    void IPodHost.Ended(Pod pod)
    {
        lock (gate)
        {
            var entry = pods.Find(entry => entry.Pod == pod);
            pods.Remove(entry);
            entry.Set.Pods.Remove(pod);
            podSnapshot = null;
            if (deployments.GetValueOrDefault(entry.Deployment.Key) == entry.Deployment)
                Reconcile(entry.Deployment);
            Touch();
        }

        pod.Dispose();
        PruneLogs();
    }

    private void CreatePod(Deployment deployment, ReplicaSet set)
    {
        var name = set.NewPodName(name => pods.Any(entry => entry.Pod.Status.Name == name));
        var scope = deployment.Key.Namespace;
        var pod = new Pod(
            this,
            new PodStatus
            {
                Namespace = scope,
                Name = name,
                Uid = Guid.NewGuid().ToString(),
                Owner = deployment.Key.Name,
                ReplicaSet = set.Name,
                Labels = set.Labels,
                Image = set.Spec.Container.Image,
                CreatedAt = clock.GetUtcNow(),
                LogPath = PodLog.PathOf(LogsDirectory, scope, deployment.Key.Name, name),
                WaitingReason = "ContainerCreating",
            },
            set.Spec,
            set.Annotations);
        set.Pods.Add(pod);
        pods.Add((pod, deployment, set));
        pod.Start();
    }

    private void StopPod(Pod pod)
    {
        pod.Status = pod.Status with { Phase = PodPhase.Terminating, Ready = false, ReadySince = null };
        events.Add(pod.Key, "Killing", "Stopping the program", isWarning: false);
        pod.Stop();
    }

    private void ReconcileAll()
    {
        lock (gate)
        {
            foreach (var deployment in deployments.Values)
                Reconcile(deployment);
            Touch();
        }
    }

    private void ReconcileOwner(Pod pod)
    {
        var owner = pods.Find(entry => entry.Pod == pod).Deployment;
        if (owner is not null && deployments.GetValueOrDefault(owner.Key) == owner)
            Reconcile(owner);
    }

    private void Reconcile(Deployment deployment)
    {
        if (shuttingDown)
            return;
        deployment.Reconcile(objects
            .Where(entry => entry.Key.Namespace == deployment.Key.Namespace)
            .Select(entry => entry.Value.Spec as AutoscalerSpec)
            .FirstOrDefault(scaler => scaler is { TargetKind: "Deployment" } && scaler.TargetName == deployment.Key.Name));
        var due = deployments.Values.Min(other => other.NextDue);
        var now = clock.GetUtcNow();
        // A millisecond more, as a timer may be early by its resolution.
        timer!.Change(
            due is null ? Timeout.InfiniteTimeSpan : (due.Value > now ? due.Value - now : TimeSpan.Zero) + TimeSpan.FromMilliseconds(1),
            Timeout.InfiniteTimeSpan);
    }

    private void ObjectsHaveChanged()
    {
        var old = objectsChanged;
        objectsChanged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        old.SetResult();
        Touch();
    }

    private void Touch()
    {
        podSnapshot = null;
        version++;
        var old = changed;
        changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        old.SetResult();
    }

    private string OldLog(string scope, string pod)
    {
        var directory = Path.Combine(LogsDirectory, scope);
        return (Directory.Exists(directory) ? Directory.EnumerateFiles(directory, "*.log", SearchOption.AllDirectories) : [])
            .FirstOrDefault(path => Path.GetFileNameWithoutExtension(path) == pod)
            ?? throw new PlatformException($"There is no pod {scope}/{pod}, nor a log of one. See `bigben status` for those there are.");
    }

    private async Task TendLogsAsync(CancellationToken cancellationToken)
    {
        using var period = new PeriodicTimer(LogCheck, clock);
        while (await period.WaitForNextTickAsync(cancellationToken))
        {
            foreach (var pod in Pods)
            {
                try
                {
                    PodLog.Rotate(pod.LogPath, options.LogBytes);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    lock (gate)
                        events.Add(new ObjectKey("", "Pod", pod.Namespace, pod.Name), "FailedLogRotation", e.Message, isWarning: true);
                }
            }
        }
    }

    private void PruneLogs()
    {
        if (!Directory.Exists(LogsDirectory))
            return;
        try
        {
            var live = Pods.Select(pod => pod.LogPath).ToHashSet();
            foreach (var directory in Directory.EnumerateDirectories(LogsDirectory).SelectMany(Directory.EnumerateDirectories))
                PodLog.Prune(directory, live, options.LogsKept);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            lock (gate)
                events.Add(new ObjectKey("", "Node", "", PodEnvironment.NodeName), "FailedLogPruning", e.Message, isWarning: true);
        }
    }
}
