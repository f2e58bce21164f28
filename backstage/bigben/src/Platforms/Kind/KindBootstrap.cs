using BigBen.Platforms.Clusters;
using BigBen.Platforms.Clusters.Environments;
using BigBen.Platforms.Local;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms.Kind;

/// <summary>Brings a kind platform up: the cluster's steps, then the platform's process, the first delivery and release.</summary>
/// <param name="settings">What the steps are made from.</param>
/// <param name="show">Takes the steps as they happen.</param>
internal sealed class KindBootstrap(KindSettings settings, Action<RunEvent> show)
{
    private readonly UpRun _up = new(settings.Root, settings.State, show);

    /// <summary>Brings everything up and proves it.</summary>
    /// <exception cref="PlatformException">A step failed; the message says which, and what to do.</exception>
    public async Task<UpResult> UpAsync(CancellationToken cancellationToken)
    {
        using var turn = await _up.TakeTurnAsync(cancellationToken);
        var runner = new StepRunner(_up.Run);
        foreach (var step in KindSteps.Looks(settings))
            await runner.RunAsync(step, cancellationToken);
        if (settings.Record.Source is null)
            await _up.OpenForgeAsync(cancellationToken);
        foreach (var step in KindSteps.Cluster(settings))
            await runner.RunAsync(step, cancellationToken);
        _up.Changed |= runner.Changed;
        Explain();
        if (settings.Record.Source is not null)
            return await FollowHostedAsync(cancellationToken);
        await EndOfAnotherClusterAsync(cancellationToken);
        using var client = await _up.StartAsync(settings.Port, settings.ConsoleDomain, cancellationToken);
        return await _up.DeliverAsync(client, cancellationToken);
    }

    // A cluster that was made anew has another address and other certificates than the one that a process still running knows.
    private async Task EndOfAnotherClusterAsync(CancellationToken cancellationToken)
    {
        if (PlatformRecord.Read(settings.State) is { } record && File.GetLastWriteTimeUtc(settings.Kubeconfig) > record.Started.UtcDateTime)
            await new Daemon(settings.State).StopAsync(cancellationToken);
    }

    private void Explain()
    {
        _up.Note($"Argo CD: {settings.ArgoCd} (user admin); its password:");
        var password = settings.Kubectl(
            "--namespace", ClusterSettings.Argo, "get", "secret", "argocd-initial-admin-secret", "--output", "jsonpath={.data.password}");
        _up.Note($"  {password} | base64 -d");
        if (settings.Grafana is { } grafana)
            _up.Note($"Grafana: {grafana}");
        _up.Note($"kubectl: export KUBECONFIG='{settings.Kubeconfig}'");
    }

    private async Task<UpResult> FollowHostedAsync(CancellationToken cancellationToken)
    {
        var environments = new HostedEnvironments(settings);
        var proofs = await _up.Run.StepAsync("wait for the environments", step => environments.ProveAsync(step, cancellationToken));
        if (proofs.Count == 0)
        {
            _up.Note($"'{settings.Record.Source}' records nothing yet: "
                + "push to its main, and its workflow build-and-publish records the first.");
        }

        _up.RemoveOldBuilds();
        return new UpResult(proofs, _up.Notes, _up.Changed);
    }
}
