using BigBen.Manifests.Helm;
using BigBen.Platforms.Doctor;

namespace BigBen.Platforms.Local;

/// <summary>
/// Brings a local platform up in named, timed steps. Each looks first whether it is already done, so a second run does only what is
/// missing and a killed one continues.
/// </summary>
/// <param name="root">The clone.</param>
/// <param name="state">The state folder.</param>
/// <param name="port">The port to serve on.</param>
/// <param name="domain">What every host ends in.</param>
/// <param name="show">Takes the steps as they happen.</param>
public sealed class LocalBootstrap(string root, StateFolder state, int port, string domain, Action<RunEvent> show)
{
    private readonly UpRun up = new(root, state, show);

    /// <summary>Brings everything up and proves it.</summary>
    /// <exception cref="PlatformException">A step failed; the message says which, and what to do.</exception>
    public async Task<UpResult> UpAsync(CancellationToken cancellationToken)
    {
        using var turn = await up.TakeTurnAsync(cancellationToken);
        await up.Run.StepAsync("check this machine", step => CheckAsync(step, cancellationToken));
        await up.Run.StepAsync("find Helm", step => HelmAsync(step, cancellationToken));
        await up.OpenForgeAsync(cancellationToken);
        using var client = await up.StartAsync(port, domain, cancellationToken);
        return await up.DeliverAsync(client, cancellationToken);
    }

    private async Task CheckAsync(Step step, CancellationToken cancellationToken)
    {
        var checks = new MachineChecks(root, state, port);
        Finding[] findings =
            [await MachineChecks.GitAsync(cancellationToken), checks.Disk(), await checks.PortAsync(port, cancellationToken)];
        foreach (var finding in findings)
            finding.Require();
        step.Detail = $"{findings[0].Found}, port {port}";
    }

    private async Task HelmAsync(Step step, CancellationToken cancellationToken)
    {
        var helm = await new HelmInstaller(state.Tools).FindOrInstallAsync(cancellationToken);
        step.Detail = $"{helm.Version} at {helm.Path}";
    }
}
