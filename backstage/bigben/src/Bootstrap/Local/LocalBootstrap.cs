using BigBen.Bootstrap.Doctor;
using BigBen.Console;
using BigBen.Delivery;
using BigBen.Forge;
using BigBen.Foundation;

namespace BigBen.Bootstrap;

/// <summary>What <c>up</c> found or made.</summary>
/// <param name="Proofs">Every URL and the version that it has just answered.</param>
/// <param name="Notes">What a person should know, one line each.</param>
/// <param name="Changed">Whether anything had to be done.</param>
public sealed record UpResult(IReadOnlyList<Proof> Proofs, IReadOnlyList<string> Notes, bool Changed);

/// <summary>
/// Brings a local platform up in named, timed steps. Each looks first whether it is already done, so a second run does only what is
/// missing and a killed one continues.
/// </summary>
/// <param name="root">The clone.</param>
/// <param name="state">The state folder.</param>
/// <param name="port">The port to serve on.</param>
/// <param name="show">Takes the steps as they happen.</param>
public sealed class LocalBootstrap(string root, StateFolder state, int port, Action<RunEvent> show)
{
    private readonly Run run = new("up", state.Runs, TimeProvider.System, show);
    private readonly List<string> notes = [];
    private bool changed;

    /// <summary>Brings everything up and proves it.</summary>
    /// <exception cref="PlatformException">A step failed; the message says which, and what to do.</exception>
    public async Task<UpResult> UpAsync(CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        await run.StepAsync("check this machine", step => CheckAsync(step, cancellationToken));
        await run.StepAsync("find Helm", step => HelmAsync(step, cancellationToken));
        await run.StepAsync("open the forge", step => ForgeAsync(step, cancellationToken));
        using var client = await run.StepAsync("start the platform", step => StartAsync(step, cancellationToken));
        await FollowAsync(client, PlatformRoutes.Deliveries, new { }, cancellationToken);
        await FollowAsync(client, PlatformRoutes.Releases, new ReleaseRequest(null, null), cancellationToken);
        await NoteUndeliveredAsync(cancellationToken);
        RemoveOldBuilds();
        return new UpResult(await client.ProofsAsync(cancellationToken), notes, changed);
    }

    // A second `up` of the same state waits for the first and then finds everything done.
    private async Task<IDisposable> TakeTurnAsync(CancellationToken cancellationToken)
    {
        var turn = FileLock.TryTake(state.UpLock);
        return turn ?? await run.StepAsync("wait for another up", async _ =>
        {
            while ((turn = FileLock.TryTake(state.UpLock)) is null)
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            return turn;
        });
    }

    private async Task CheckAsync(Step step, CancellationToken cancellationToken)
    {
        var checks = new MachineChecks(root, state, port);
        Finding[] findings = [await MachineChecks.GitAsync(cancellationToken), checks.Disk(), await checks.PortAsync(cancellationToken)];
        if (findings.FirstOrDefault(finding => finding.Severity == Severity.Blocker) is { } blocker)
            throw new PlatformException($"{blocker.Check}: {blocker.Found}. {blocker.Remedy}");
        step.Detail = $"{findings[0].Found}, port {port}";
    }

    private async Task HelmAsync(Step step, CancellationToken cancellationToken)
    {
        var helm = await new HelmInstaller(state.Tools).FindOrInstallAsync(cancellationToken);
        step.Detail = $"{helm.Version} at {helm.Path}";
    }

    private async Task ForgeAsync(Step step, CancellationToken cancellationToken)
    {
        var existed = Directory.Exists(state.Forge);
        var forge = await ForgeRepository.OpenOrCreateAsync(state.Forge, root, cancellationToken);
        var head = await forge.HeadAsync(cancellationToken);
        changed |= !existed;
        step.Detail = existed ? $"main is at {head[..7]}" : $"made from {head[..7]}";
        var clone = new CloneOfForge(root);
        if ((await clone.AddRemoteAsync(forge, cancellationToken)).Previous is { } previous)
            notes.Add($"The git remote '{ForgeRepository.RemoteName}' pointed at '{previous}' and now points at this platform.");
        if (!clone.IsCheckout)
            notes.Add($"'{root}' is no git checkout; clone the forge to change things: git clone '{forge.Path}'");
    }

    private async Task<PlatformClient> StartAsync(Step step, CancellationToken cancellationToken)
    {
        if (await PlatformClient.ConnectAsync(state, cancellationToken) is { } running)
        {
            if (running.Record.Port != port)
                throw new PlatformException($"This platform already serves port {running.Record.Port}; leave --port away, or run ./bootstrap/destroy.sh first.");
            if (running.Record.Build == PlatformRecord.ThisBuild)
            {
                step.Skip($"process {running.Record.ProcessId} is running");
                return running;
            }

            step.Note("another build of bigben is running; it is replaced");
            using (running)
                await new Daemon(state).StopAsync(cancellationToken);
        }

        changed = true;
        var client = await new Daemon(state).StartAsync(port, cancellationToken);
        step.Detail = $"process {client.Record.ProcessId}, port {port}";
        return client;
    }

    private async Task FollowAsync<TRequest>(PlatformClient client, string route, TRequest request, CancellationToken cancellationToken)
    {
        var end = await client.RunAsync(route, request, Forward, cancellationToken);
        if (!end.Succeeded)
            throw new PlatformException(end.Message);

        void Forward(RunEvent runEvent)
        {
            // Recording is what makes a difference that lasts.
            changed |= runEvent is StepFinished { Outcome: StepOutcome.Succeeded } step && step.Step.StartsWith("record", StringComparison.Ordinal);
            show(runEvent);
        }
    }

    // big-ben.sh keeps a build per version of bigben's sources; the platform runs this one now.
    private void RemoveOldBuilds()
    {
        var builds = Path.Combine(state.Path, "bin");
        if (!AppContext.BaseDirectory.StartsWith(builds, StringComparison.Ordinal))
            return;
        foreach (var old in Directory.GetDirectories(builds).Where(build => Path.GetFileName(build) != PlatformRecord.ThisBuild))
            Directory.Delete(old, recursive: true);
    }

    private async Task NoteUndeliveredAsync(CancellationToken cancellationToken)
    {
        if (await Undelivered.DescribeAsync(root, state.Forge, cancellationToken) is { } undelivered)
            notes.Add(undelivered);
    }
}
