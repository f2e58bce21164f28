using BigBen.Console;
using BigBen.Foundation.Processes;
using BigBen.Git;
using BigBen.Pipeline;
using BigBen.Platforms.Local;

namespace BigBen.Platforms;

/// <summary>
/// What bringing a platform up is made of, whichever platform: the forge, the platform's process, the first delivery and release.
/// </summary>
/// <param name="root">The clone.</param>
/// <param name="state">The state folder.</param>
/// <param name="show">Takes the steps as they happen.</param>
public sealed class UpRun(string root, StateFolder state, Action<RunEvent> show)
{
    private readonly List<string> notes = [];

    /// <summary>Tells the steps.</summary>
    public Run Run { get; } = new("up", state.Runs, TimeProvider.System, show);

    /// <summary>What a person should know, one line each.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>Whether anything had to be done.</summary>
    public bool Changed { get; set; }

    /// <summary>Adds a line to the notes.</summary>
    public void Note(string line) => notes.Add(line);

    /// <summary>
    /// Makes the state folder and waits until no other <c>up</c> of it is at work, and no process of it is still starting or ending; the
    /// second one then finds everything done.
    /// </summary>
    /// <exception cref="PlatformException">The folder is not one of ours, or its process does not answer.</exception>
    public async Task<IDisposable> TakeTurnAsync(CancellationToken cancellationToken)
    {
        StateMark.Claim(state);
        var turn = FileLock.TryTake(state.UpLock) ?? await Run.StepAsync("wait for another up", async _ =>
            (await FileLock.TakeAsync(state.UpLock, TimeSpan.MaxValue, TimeProvider.System, cancellationToken))!);
        try
        {
            await AwaitProcessAsync(cancellationToken);
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>Opens the forge or makes it from the clone, and adds the git remote.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="source">The hosted repository whose main the forge is to have; null where it has one of its own.</param>
    public Task OpenForgeAsync(CancellationToken cancellationToken, string? source = null) => Run.StepAsync("open the forge", async step =>
    {
        var existed = Directory.Exists(state.Forge);
        var forge = await ForgeRepository.OpenOrCreateAsync(state.Forge, root, cancellationToken);
        if (source is not null)
            await forge.FollowAsync(source, cancellationToken);
        var head = await (await ForgeBranch.OpenAsync(forge.Path, cancellationToken)).HeadAsync(cancellationToken);
        Changed |= !existed;
        step.Detail = existed || source is not null ? $"main is at {head[..7]}" : $"made from {head[..7]}";
        var clone = new CloneOfForge(root);
        if ((await clone.AddRemoteAsync(forge, cancellationToken)).Previous is { } previous)
            notes.Add($"The git remote '{ForgeRepository.RemoteName}' pointed at '{previous}' and now points at this platform.");
        if (!clone.IsCheckout)
            notes.Add($"'{root}' is not a git checkout; clone the forge to change things: git clone '{forge.Path}'");
    });

    /// <summary>Starts the platform's process, or finds it running; another build's is replaced.</summary>
    /// <param name="port">The port that every host is served on.</param>
    /// <param name="domain">What its console's host ends in.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<PlatformClient> StartAsync(int port, string domain, CancellationToken cancellationToken) =>
        Run.StepAsync("start the platform", async step =>
        {
            if (await new Daemon(state).FindAsync(cancellationToken) is { } running)
            {
                Require(running.Record, port, domain);
                if (running.Record.Build == PlatformRecord.ThisBuild)
                {
                    if (running.Record.Feeds is { } feeds && feeds != ToolEnvironment.FeedHash())
                        step.Note("the running process has other proxy, certificate or NuGet variables than this shell; "
                            + "to take these, run ./bootstrap/big-ben.sh stop first");
                    step.Skip($"process {running.Record.ProcessId} is running");
                    return running;
                }

                step.Note("another build of bigben is running; it is replaced");
                using (running)
                    await new Daemon(state).StopAsync(cancellationToken);
            }

            Changed = true;
            var client = await new Daemon(state).StartAsync(port, domain, cancellationToken);
            Require(client.Record, port, domain);
            step.Detail = $"process {client.Record.ProcessId}, port {port}";
            return client;
        });

    /// <summary>Has the platform deliver main to developer and prove production, and shows both.</summary>
    /// <exception cref="PlatformException">One of them failed.</exception>
    public async Task<UpResult> DeliverAsync(PlatformClient client, CancellationToken cancellationToken)
    {
        await FollowAsync(client, PlatformRoutes.Deliveries, new { }, cancellationToken);
        await FollowAsync(client, PlatformRoutes.Releases, new ReleaseRequest(null, null), cancellationToken);
        if (await Undelivered.DescribeAsync(root, state.Forge, cancellationToken) is { } undelivered)
            notes.Add(undelivered);
        RemoveOldBuilds();
        return new UpResult(await client.ProofsAsync(cancellationToken), notes, Changed);
    }

    /// <summary>
    /// Removes the other builds of bigben: big-ben.sh keeps one per version of its sources, and the platform runs this one now.
    /// </summary>
    public void RemoveOldBuilds()
    {
        var builds = Path.Combine(state.Path, "bin");
        if (!AppContext.BaseDirectory.StartsWith(builds, StringComparison.Ordinal))
            return;
        foreach (var old in Directory.GetDirectories(builds).Where(build => Path.GetFileName(build) != PlatformRecord.ThisBuild))
            Directory.Delete(old, recursive: true);
    }

    // An interrupted up leaves the process that it was starting: neither does it answer yet, nor are its port and its folder free.
    private async Task AwaitProcessAsync(CancellationToken cancellationToken)
    {
        using var running = await PlatformClient.ConnectAsync(state, cancellationToken);
        if (running is null && PlatformLock.IsHeld(state))
        {
            await Run.StepAsync("wait for the platform's process", async _ =>
                (await new Daemon(state).FindAsync(cancellationToken))?.Dispose());
        }
    }

    private static void Require(PlatformRecord record, int port, string domain)
    {
        if (record.Port != port)
            throw new PlatformException(
                $"This platform already serves port {record.Port}; omit --port, or run ./bootstrap/big-ben.sh stop first.");
        if (record.Domain != domain)
            throw new PlatformException(
                $"This platform's hosts already end in {record.Domain}; omit --domain, or run ./bootstrap/big-ben.sh stop first.");
    }

    private async Task FollowAsync<TRequest>(PlatformClient client, string route, TRequest request, CancellationToken cancellationToken)
    {
        var end = await client.RunAsync(route, request, Forward, cancellationToken);
        if (!end.Succeeded)
            throw new PlatformException(end.Message);

        void Forward(RunEvent runEvent)
        {
            // Recording is what makes a difference that lasts.
            Changed |= runEvent is StepFinished { Outcome: StepOutcome.Succeeded } step
                && step.Step.StartsWith("record", StringComparison.Ordinal);
            // What is asleep, or was broken before: the URLs that are printed lack it.
            if (runEvent is StepNoted noted && noted.Step.StartsWith("prove", StringComparison.Ordinal))
                notes.Add($"{noted.Text}.");
            show(runEvent);
        }
    }
}
