using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Manifests.Specs;

namespace BigBen.Runtime;

/// <summary>What a pod needs of its cluster.</summary>
internal interface IPodHost
{
    ClusterOptions Options { get; }

    string Id { get; }

    FreePorts Ports { get; }

    /// <summary>Completes when the grace of a cluster that is being ended is over.</summary>
    Task ShutdownDeadline { get; }

    /// <summary>Whether the whole cluster is being ended.</summary>
    bool ShuttingDown { get; }

    IReadOnlyDictionary<string, string>? Data(string scope, string kind, string name);

    /// <summary>Completes at the next Apply or Delete.</summary>
    Task ObjectsChanged { get; }

    void Change(Pod pod, Func<PodStatus, PodStatus> change);

    void Tell(Pod pod, string reason, string message, bool isWarning = false);

    void Ended(Pod pod);
}

/// <summary>One pod: finds its image, runs its program, probes it, starts it again, ends it.</summary>
internal sealed class Pod : IDisposable
{
    // The kubelet's minimumGracePeriodInSeconds: what is left for SIGTERM however long the preStop hook took.
    private static readonly TimeSpan LeastGrace = TimeSpan.FromSeconds(2);

    private readonly IPodHost host;
    private readonly PodSpec spec;
    private readonly IReadOnlyDictionary<string, string> annotations;
    private readonly TimeProvider clock;
    private readonly BackOff restarts;
    private readonly BackOff images;
    private readonly string directory;
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource stopRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Pod(IPodHost host, PodStatus status, PodSpec spec, IReadOnlyDictionary<string, string> annotations)
    {
        this.host = host;
        this.spec = spec;
        this.annotations = annotations;
        clock = host.Options.Clock;
        restarts = new BackOff(host.Options.RestartBackOff, clock);
        images = new BackOff(host.Options.ImageBackOff, clock);
        directory = Path.Combine(host.Options.Directory, "pods", status.Namespace, status.Name);
        Status = status;
    }

    /// <summary>Changed under the cluster's lock only.</summary>
    public PodStatus Status { get; set; }

    public bool IsTerminating => Status.Phase == PodPhase.Terminating;

    public ObjectKey Key => new("", "Pod", Status.Namespace, Status.Name);

    /// <summary>Completes when the pod is gone.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    public void Start() => Completion = Task.Run(RunAsync);

    /// <summary>Asks the pod to end; called under the cluster's lock, where it is marked as terminating as well.</summary>
    public void Stop()
    {
        stopRequested.TrySetResult();
        _ = stopping.CancelAsync();
    }

    public void Dispose() => stopping.Dispose();

    private async Task RunAsync()
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                try
                {
                    await RunOnceAsync();
                    if (!stopping.IsCancellationRequested)
                        await BackOffAsync();
                }
                catch (WaitingException e)
                {
                    await WaitAsync(e);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // Whatever fails, a broken store of images for one, is told like any other reason to wait.
                    await WaitAsync(new WaitingException("RunContainerError", e.Message));
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to end while it waited: there is no process.
        }
        finally
        {
            DeleteDirectory();
            host.Ended(this);
        }
    }

    private async Task RunOnceAsync()
    {
        var image = FindImage();
        var ports = new List<PodPort>();
        try
        {
            var (command, environment) = await PrepareAsync(image, ports);
            restarts.Attempt();
            var output = PodLog.Length(Status.LogPath);
            using var process = Start(command, image, environment);
            try
            {
                Leftovers.Record(directory, host.Id, process.Identity);
                host.Change(this, status => status with
                {
                    Phase = status.Phase == PodPhase.Pending ? PodPhase.Running : status.Phase,
                    WaitingReason = null,
                    Message = null,
                    Digest = image.Digest,
                    Pid = process.Identity.Pid,
                    StartedAt = clock.GetUtcNow(),
                    Ports = ports,
                });
                host.Tell(this, "Started", $"Started {image.Digest}");
                await WatchAsync(process, new ProbeTarget(image.RootDirectory, environment, ports));
            }
            finally
            {
                // After any failure of ours, such as a full disk: a process that nobody watches must not stay.
                if (!process.Exited.IsCompleted)
                    Signals.Send(process.Identity, Signals.Kill);
                End(await process.Exited, output);
            }
        }
        finally
        {
            foreach (var port in ports)
                host.Ports.GiveBack(port.HostPort);
        }
    }

    private ContainerImage FindImage()
    {
        try
        {
            var image = host.Options.Images.Resolve(spec.Container.Image);
            images.Reset();
            return image;
        }
        catch (PlatformException e)
        {
            throw new WaitingException("ErrImagePull", e.Message);
        }
    }

    private async Task<(IReadOnlyList<string> Command, Dictionary<string, string> Environment)> PrepareAsync(ContainerImage image, List<PodPort> ports)
    {
        var temporary = Path.Combine(directory, "tmp");
        try
        {
            foreach (var port in spec.Container.Ports)
                ports.Add(new PodPort(port.Name, port.Number, host.Ports.Take()));
            Directory.CreateDirectory(temporary);
            Directory.CreateDirectory(Path.GetDirectoryName(Status.LogPath)!);
            var environment = PodEnvironment.Build(
                Status,
                spec,
                annotations,
                image,
                await host.Options.Environment(Status.Namespace, stopping.Token),
                ports,
                (kind, name) => host.Data(Status.Namespace, kind, name),
                new Dictionary<string, string>
                {
                    ["BIND_ADDRESS"] = PodEnvironment.Address,
                    ["TMPDIR"] = temporary,
                    [Leftovers.ClusterVariable] = host.Id,
                    [Leftovers.PodVariable] = Status.Uid,
                });
            IReadOnlyList<string> program = spec.Container.Command.Count > 0 ? spec.Container.Command : image.Entrypoint;
            return ([.. program.Concat(spec.Container.Args).Select(word => PodEnvironment.Expand(word, environment))], environment);
        }
        catch (PlatformException e)
        {
            throw new WaitingException("CreateContainerConfigError", e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WaitingException("CreateContainerError", $"'{directory}' cannot be used: {e.Message}");
        }
    }

    private PodProcess Start(IReadOnlyList<string> command, ContainerImage image, Dictionary<string, string> environment)
    {
        stopping.Token.ThrowIfCancellationRequested();
        try
        {
            return PodProcess.Start(command, image.RootDirectory, environment, Status.LogPath);
        }
        catch (PlatformException e)
        {
            throw new WaitingException("RunContainerError", e.Message);
        }
    }

    /// <summary>Returns when the process has ended, by itself or because it had to.</summary>
    private async Task WatchAsync(PodProcess process, ProbeTarget target)
    {
        using var run = new CancellationTokenSource();
        var prober = new Prober(
            spec.Container,
            target,
            clock,
            host.Options.FastProbePeriod,
            (ready, why) => host.Change(this, status => status.Phase == PodPhase.Terminating ? status
                : status with { Ready = ready, Message = why, ReadySince = ready ? status.ReadySince ?? clock.GetUtcNow() : null }),
            (kind, why) => host.Tell(this, "Unhealthy", $"{kind} probe failed: {why}", isWarning: true));
        var probing = prober.RunAsync(run.Token);
        try
        {
            await Task.WhenAny(process.Exited, probing, stopRequested.Task);
            if (process.Exited.IsCompleted)
                return;
            if (stopRequested.Task.IsCompleted)
            {
                await TerminateAsync(process, target, spec.GracePeriod);
                return;
            }

            var (why, grace) = await probing;
            host.Change(this, status => status with { Ready = false, ReadySince = null, Message = why });
            host.Tell(this, "Killing", $"Stopping the program to start it again: {why}", isWarning: true);
            await TerminateAsync(process, target, grace ?? spec.GracePeriod);
        }
        finally
        {
            await run.CancelAsync();
            await probing.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async Task TerminateAsync(PodProcess process, ProbeTarget target, TimeSpan grace)
    {
        var start = clock.GetTimestamp();
        if (spec.Container.PreStop is { } hook && !host.ShuttingDown)
        {
            using var ended = new CancellationTokenSource();
            var hooking = ProbeRunner.RunAsync(hook, target, grace, clock, ended.Token);
            await Task.WhenAny(hooking, process.Exited, host.ShutdownDeadline);
            await ended.CancelAsync();
            try
            {
                if (await hooking is { } failure)
                    host.Tell(this, "FailedPreStopHook", failure, isWarning: true);
            }
            catch (OperationCanceledException)
            {
                // The process ended, or the whole cluster does: the hook has no point any more.
            }
        }

        Signals.Send(process.Identity, Signals.Terminate);
        var left = grace - clock.GetElapsedTime(start);
        using var waiting = new CancellationTokenSource();
        var deadline = Task.Delay(left > LeastGrace || spec.Container.PreStop is null ? Positive(left) : LeastGrace, clock, waiting.Token);
        await Task.WhenAny(process.Exited, deadline, host.ShutdownDeadline);
        await waiting.CancelAsync();
        if (!process.Exited.IsCompleted)
        {
            host.Tell(this, "Killing", $"Still running {grace.TotalSeconds:0} s after SIGTERM: sent SIGKILL", isWarning: true);
            Signals.Send(process.Identity, Signals.Kill);
            await process.Exited;
        }
    }

    private void End(int exitCode, long outputStart)
    {
        Leftovers.KillRest(Status.Uid);
        var signal = Signals.NameOf(exitCode);
        var output = PodLog.LastLines(Status.LogPath, outputStart, 3);
        var ending = signal is null ? $"exit code {exitCode}" : $"ended by {signal}";
        host.Change(this, status => status with
        {
            Ready = false,
            ReadySince = null,
            Pid = null,
            StartedAt = null,
            Ports = [],
            LastExitCode = exitCode,
            LastSignal = signal,
            Message = status.Phase == PodPhase.Terminating ? null : string.Join(": ", new[] { StopReason(status.Message), ending, output }.Where(part => part.Length > 0)),
        });
    }

    // Why the platform itself ended the program is worth more than how it ended.
    private static string StopReason(string? message) =>
        message is not null && (message.StartsWith("liveness", StringComparison.Ordinal) || message.StartsWith("startup probe failed", StringComparison.Ordinal)) ? message : "";

    private async Task BackOffAsync()
    {
        var wait = restarts.Next(immediateFirst: true);
        host.Change(this, status => status.Phase == PodPhase.Terminating ? status : status with { WaitingReason = "CrashLoopBackOff" });
        if (wait > TimeSpan.Zero)
        {
            host.Tell(this, "BackOff", $"Back-off {wait.TotalSeconds:0.###} s before the next restart: {Status.Message}", isWarning: true);
            await Task.Delay(wait, clock, stopping.Token);
        }

        host.Change(this, status => status with { Restarts = status.Restarts + 1 });
    }

    private async Task WaitAsync(WaitingException waiting)
    {
        // Taken before anything else: a ConfigMap applied, or an image stored, from now on ends the wait.
        var changed = host.ObjectsChanged;
        var wait = images.Next(immediateFirst: false);
        host.Change(this, status => status.Phase == PodPhase.Terminating ? status : status with
        {
            WaitingReason = waiting.Reason == "ErrImagePull" && status.WaitingReason is "ErrImagePull" or "ImagePullBackOff" ? "ImagePullBackOff" : waiting.Reason,
            Message = waiting.Message,
        });
        host.Tell(this, waiting.Reason == "ErrImagePull" ? "Failed" : waiting.Reason, waiting.Message, isWarning: true);
        await await Task.WhenAny(Task.Delay(wait, clock, stopping.Token), changed);
    }

    private void DeleteDirectory()
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // It never came to run.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            host.Tell(this, "FailedCleanup", $"'{directory}' cannot be deleted: {e.Message}", isWarning: true);
        }
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    /// <summary>The program cannot be started now; the pod waits and tries again.</summary>
    private sealed class WaitingException(string reason, string message) : Exception(message)
    {
        public string Reason { get; } = reason;
    }
}
