using BigBen.Platforms.Clusters;
using BigBen.Platforms.Doctor;
using BigBen.Platforms.Existing.Steps;
using BigBen.Platforms.Local;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms.Existing;

/// <summary>Brings a platform up in a cluster that was there before: nothing is made until all is looked at that could refuse it.</summary>
/// <param name="asked">What was asked for.</param>
/// <param name="argoCd">Argo CD's namespace, where the user names it.</param>
/// <param name="show">Takes the steps as they happen.</param>
internal sealed class ExistingBootstrap(ExistingSettings asked, string? argoCd, Action<RunEvent> show)
{
    private readonly UpRun _up = new(asked.Root, asked.State, show);

    /// <summary>Brings everything up and proves it.</summary>
    /// <exception cref="PlatformException">A step failed; the message says which, and what to do.</exception>
    public async Task<UpResult> UpAsync(CancellationToken cancellationToken)
    {
        using var turn = await _up.TakeTurnAsync(cancellationToken);
        await _up.Run.StepAsync("check this machine", step => CheckMachineAsync(step, cancellationToken));
        var before = ExistingRecord.ReadOwn(asked.State);
        var (settings, isJoined) = await _up.Run.StepAsync("check the cluster", step => CheckClusterAsync(step, cancellationToken));
        await _up.OpenForgeAsync(cancellationToken, settings.Repository);
        if (!isJoined)
            await MakeAsync(settings, cancellationToken);
        Explain(settings, isJoined);
        // A process that still runs was told something else.
        if (before != settings.Record)
            await new Daemon(settings.State).StopAsync(cancellationToken);
        using var client = await _up.StartAsync(settings.Port, settings.ConsoleDomain, cancellationToken);
        return await _up.DeliverAsync(client, cancellationToken);
    }

    private async Task CheckMachineAsync(Step step, CancellationToken cancellationToken)
    {
        (await MachineChecks.GitAsync(cancellationToken)).Require();
        var look = asked.Patience.Look;
        var engine = await ClusterTool.AskAsync(
            ClusterSettings.Docker("info", "--format", "{{.ServerVersion}}"),
            $"The container engine, which builds the images: install Docker and start it, {ClusterTool.Otherwise}",
            look,
            cancellationToken);
        var found = new List<string> { $"docker {engine}" };
        foreach (var tool in ClusterTool.All.Where(tool => tool.Name != "kind"))
            found.Add(await tool.RequireAsync(asked.Versions.Tools[tool.Name], look, cancellationToken));
        step.Detail = string.Join(", ", found);
    }

    private async Task<(ExistingSettings Settings, bool IsJoined)> CheckClusterAsync(Step step, CancellationToken cancellationToken)
    {
        // What destroy.sh knows a state folder by; while Argo CD is not found, nothing is in the cluster.
        asked.Record.Write(asked.State);
        await UserContext.TakeAsync(asked, cancellationToken);
        var login = await PullSecretStep.LoginAsync(asked.Record.Registry, cancellationToken);
        var pulling = asked with { Record = asked.Record with { PullSecret = login is null ? "" : PullSecretStep.Name } };
        var (settings, isJoined) = await new ClusterReview(pulling, argoCd).RunAsync(cancellationToken);
        // Before anything is made there: by it a later run and destroy.sh know where to look.
        settings.Record.Write(settings.State);
        step.Detail = $"Argo CD in {settings.Record.ArgoCdNamespace}" + (isJoined ? ", with the root Application of another platform" : "");
        return (settings, isJoined);
    }

    private async Task MakeAsync(ExistingSettings settings, CancellationToken cancellationToken)
    {
        var runner = new StepRunner(_up.Run);
        foreach (var step in ExistingSteps.Create(settings))
            await runner.RunAsync(step, cancellationToken);
        _up.Changed |= runner.Changed;
    }

    private void Explain(ExistingSettings settings, bool isJoined)
    {
        var record = settings.Record;
        _up.Note($"Argo CD in the namespace {record.ArgoCdNamespace} follows {record.Source}; images go to {record.Registry}.");
        if (isJoined)
            _up.Note("Another platform made the root Application and its namespaces: they stay when this one goes.");
        _up.Note($"kubectl: kubectl --context {record.Context}");
    }
}
