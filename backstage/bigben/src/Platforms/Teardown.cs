using System.Net;
using System.Net.Sockets;
using BigBen.Git;
using BigBen.Kubelet.Processes;
using BigBen.Platforms.Existing;
using BigBen.Platforms.Kind;
using BigBen.Platforms.Local;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms;

/// <summary>
/// Takes a platform down: its process and pods, its cluster where it has one, the git remote, the state folder; and proves that nothing is
/// left.
/// </summary>
/// <param name="root">The clone.</param>
/// <param name="state">The state folder.</param>
/// <param name="show">Takes the steps as they happen.</param>
public sealed class Teardown(string root, StateFolder state, Action<RunEvent> show)
{
    private static readonly TimeSpan LeftoverGrace = TimeSpan.FromSeconds(2);

    /// <summary>The kubeconfig of the person, which may have the platform's context.</summary>
    internal UserKubeconfig Kubeconfig { get; init; } = UserKubeconfig.Find();

    /// <summary>Takes everything down. Safe to repeat after an interruption.</summary>
    /// <returns>The closing sentence.</returns>
    /// <exception cref="PlatformException">Something could not be removed.</exception>
    public async Task<string> DownAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(state.Path))
            return $"Nothing to destroy: there is no state folder '{state.Path}'.";
        RequireStateFolder();
        var run = new Run("down", Path.GetTempPath(), TimeProvider.System, show);
        var (kind, existing) = (KindRecord.ReadOwn(state), ExistingRecord.ReadOwn(state));
        var others = WhatIsAnothers();
        var port = await run.StepAsync("stop the platform", step => StopAsync(step, cancellationToken)) ?? kind?.Port;
        if (kind is not null)
            await UndoClusterAsync(run, kind, cancellationToken);
        if (existing is { ArgoCdNamespace.Length: > 0 })
            await new ExistingTeardown(ExistingSettings.Read(root, state)!, run).DownAsync(cancellationToken);
        await run.StepAsync("end leftover pods", step => EndLeftoversAsync(step, cancellationToken));
        // What cannot be taken out of the clone or the user's kubeconfig keeps nothing of the rest from going.
        var remote = await TryAsync(run, "remove the git remote", step => RemoveRemoteAsync(step, cancellationToken));
        var context = await TryAsync(run, "remove the kubectl context", RemoveContextAsync);
        await run.StepAsync("remove the state folder", _ => RemoveStateAsync());
        await run.StepAsync("check that nothing is left", _ => CheckAsync(existing is null ? port : null));
        var gone = kind is not null ? "no cluster, no registry, no process, no port, no state"
            : existing is not null ? "nothing of it in the cluster, no process, no state"
            : "no process, no port, no state";
        List<string> left = [];
        if (remote is not null)
            left.Add($"the clone has its git remote still: {remote.Message.TrimEnd('.')}. "
                + $"Fix the clone's rights, then 'git remote remove {ForgeRepository.RemoteName}'.");
        if (context is not null)
            left.Add($"your kubeconfig may have its context still: {context.Message.TrimEnd('.')}. "
                + $"Then run 'kubectl config delete-context {UserKubeconfig.ContextOf(state)}'.");
        return left.Count == 0
            ? $"Nothing is left: {gone}.{others}"
            : throw new PlatformException($"All else is gone ({gone}), but {string.Join(" Also, ", left)}{others}", (remote ?? context)!);
    }

    // A copied state folder names the cluster of its original, which goes on without the copy.
    private string WhatIsAnothers()
    {
        var (what, original) =
            KindRecord.Read(state) is { } kind && kind.OriginalOf(state) is { } cluster ? ($"The kind cluster '{kind.Cluster}'", cluster)
            : ExistingRecord.Read(state) is { } record && record.OriginalOf(state) is { } platform
                ? ($"What is in the cluster of the context '{record.Context}'", platform)
            : ("", "");
        return what.Length == 0
            ? ""
            : $" {what} was not deleted: this state folder is a copy of '{original}', to which it belongs. "
                + "To delete it, run ./bootstrap/destroy.sh in the original's clone.";
    }

    private static async Task<PlatformException?> TryAsync(Run run, string name, Func<Step, Task> body)
    {
        try
        {
            await run.StepAsync(name, body);
            return null;
        }
        catch (PlatformException e)
        {
            return e;
        }
    }

    // Before the state folder goes: what is in it says which cluster is ours.
    private async Task UndoClusterAsync(Run run, KindRecord kind, CancellationToken cancellationToken)
    {
        var runner = new StepRunner(run);
        foreach (var step in KindSteps.Cluster(new KindSettings(root, state, kind, KindVersions.Read(root)))
            .Where(step => step.Undo.Count > 0)
            .Reverse())
            await runner.UndoAsync(step, cancellationToken);
    }

    // A mistyped --state must never cost a folder that is not ours.
    private void RequireStateFolder()
    {
        if (!StateMark.IsOurs(state))
            throw new PlatformException($"'{state.Path}' is not a state folder of Big Ben; name the right one by --state.");
    }

    private async Task<int?> StopAsync(Step step, CancellationToken cancellationToken)
    {
        if (!await new Daemon(state).StopAsync(cancellationToken))
            step.Skip("none is running");
        return TryReadRecord()?.Port;
    }

    private PlatformRecord? TryReadRecord()
    {
        try
        {
            return PlatformRecord.Read(state);
        }
        catch (PlatformException)
        {
            // A damaged record is one of the reasons to destroy.
            return null;
        }
    }

    private async Task EndLeftoversAsync(Step step, CancellationToken cancellationToken)
    {
        var ended = await Leftovers.EndAsync(
            Path.Combine(state.Cluster, "pods"), Leftovers.IdOf(state.Cluster), LeftoverGrace, TimeProvider.System, cancellationToken);
        if (ended == 0)
            step.Skip("none");
        else
            step.Detail = $"{ended} ended";
    }

    private async Task RemoveRemoteAsync(Step step, CancellationToken cancellationToken)
    {
        if (!await new CloneOfForge(root).RemoveRemoteAsync(state.Forge, cancellationToken))
            step.Skip("the clone has none of this platform");
    }

    private Task RemoveContextAsync(Step step)
    {
        if (!Kubeconfig.Unmerge(state))
            step.Skip("the user's kubeconfig has none of this platform");
        return Task.CompletedTask;
    }

    private Task RemoveStateAsync()
    {
        try
        {
            StateMark.Delete(state);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PlatformException(
                $"'{state.Path}' cannot be removed: {e.Message}. Fix its rights and run ./bootstrap/destroy.sh again.", e);
        }

        return Task.CompletedTask;
    }

    private Task CheckAsync(int? port)
    {
        if (Directory.Exists(state.Path))
            throw new PlatformException($"'{state.Path}' is still there; something writes into it. Run ./bootstrap/destroy.sh again.");
        if (port is { } number)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, number);
                listener.Start();
            }
            catch (SocketException e)
            {
                throw new PlatformException($"Port {number} is still listened on ({e.Message}); "
                    + "another program has taken it, or a platform of another state folder.", e);
            }
        }

        return Task.CompletedTask;
    }
}
