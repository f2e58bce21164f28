using BigBen.Bootstrap.Steps;
using BigBen.Foundation;

namespace BigBen.Bootstrap.Kind;

/// <summary>Brings a kind platform up: the cluster's steps, then the platform's process, the first delivery and release.</summary>
/// <param name="settings">What the steps are made from.</param>
/// <param name="show">Takes the steps as they happen.</param>
internal sealed class KindBootstrap(KindSettings settings, Action<RunEvent> show)
{
    private readonly UpRun up = new(settings.Root, settings.State, show);

    /// <summary>Brings everything up and proves it.</summary>
    /// <exception cref="PlatformException">A step failed; the message says which, and what to do.</exception>
    public async Task<UpResult> UpAsync(CancellationToken cancellationToken)
    {
        using var turn = await up.TakeTurnAsync(cancellationToken);
        var runner = new StepRunner(up.Run);
        await runner.RunAsync(KindSteps.Machine(settings), cancellationToken);
        if (settings.Record.Source is null)
            await up.OpenForgeAsync(cancellationToken);
        foreach (var step in KindSteps.Cluster(settings))
            await runner.RunAsync(step, cancellationToken);
        up.Changed |= runner.Changed;
        Explain();
        if (settings.Record.Source is not null)
            return await FollowHostedAsync(cancellationToken);
        using var client = await up.StartAsync(settings.Record.Port, cancellationToken);
        return await up.DeliverAsync(client, cancellationToken);
    }

    private void Explain()
    {
        up.Note($"Argo CD: http://{KindSteps.ArgoHost}:{settings.Record.Port} (user admin); its password:");
        up.Note($"  {settings.Kubectl("--namespace", KindSteps.Argo, "get", "secret", "argocd-initial-admin-secret", "--output", "jsonpath={.data.password}")} | base64 -d");
        if (settings.Record.Monitoring)
            up.Note($"Grafana: http://{KindSteps.GrafanaHost}:{settings.Record.Port}");
        up.Note($"kubectl: export KUBECONFIG='{settings.Kubeconfig}'");
    }

    private async Task<UpResult> FollowHostedAsync(CancellationToken cancellationToken)
    {
        var environments = new HostedEnvironments(settings);
        var proofs = await up.Run.StepAsync("wait for the environments", step => environments.ProveAsync(step, cancellationToken));
        up.RemoveOldBuilds();
        return new UpResult(proofs, up.Notes, up.Changed);
    }
}
