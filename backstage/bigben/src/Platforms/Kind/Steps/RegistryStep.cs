using BigBen.Platforms.Clusters;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms.Kind.Steps;

/// <summary>
/// The local registry: a container beside the nodes. The engine chooses its port of this machine, so that none can be taken.
/// </summary>
internal static class RegistryStep
{
    public static PlatformStep Create(KindSettings settings) => new("run the registry")
    {
        Commands = [Start(settings)],
        Patience = settings.Patience.Make,
        Check = cancellationToken => CheckAsync(settings, cancellationToken),
        Verify = new StepProof(cancellationToken => MissingAsync(settings, cancellationToken), settings.Patience.Ready),
        Undo =
        [
            ClusterSettings.Docker("rm", "--force", settings.RegistryContainer),
            ClusterSettings.Docker("volume", "rm", "--force", settings.RegistryContainer),
        ],
        Left = cancellationToken => LeftAsync(settings, cancellationToken),
    };

    /// <summary>The registry's address on this machine, such as <c>127.0.0.1:32768</c>; it may change whenever the engine starts.</summary>
    /// <exception cref="PlatformException">It does not run.</exception>
    public static async Task<string> AddressAsync(KindSettings settings, CancellationToken cancellationToken)
    {
        var port = await PortAsync(settings, cancellationToken);
        return HasPort(port)
            ? port.Output.Split('\n')[0]
            : throw new PlatformException(
                $"The registry {settings.RegistryContainer} does not run ({port.LastLine.TrimEnd('.')}): "
                + "run ./bootstrap/big-ben.sh, which starts it again.");
    }

    // Images outlive the container in a volume of their own, so the container itself can always be made again.
    private static Command Start(KindSettings settings) => ClusterSettings.Docker(
        "run", "--detach", "--restart", "unless-stopped", "--name", settings.RegistryContainer, "--publish", "127.0.0.1::5000",
        "--volume", $"{settings.RegistryContainer}:/var/lib/registry", settings.Versions.RegistryImage);

    private static async Task<StepCheck> CheckAsync(KindSettings settings, CancellationToken cancellationToken)
    {
        var state = await StepCommand.RunAsync(
            ClusterSettings.Docker("container", "inspect", "--format", "{{.State.Running}}", settings.RegistryContainer),
            settings.Patience.Look,
            cancellationToken);
        if (!state.Succeeded)
            return StepCheck.Missing();
        return state.Output.Trim() == "true" && await MissingAsync(settings, cancellationToken) is null
            ? StepCheck.Done($"{settings.RegistryContainer} is running")
            : StepCheck.Partial(
                "it is there but does not answer; it is made again, its images stay",
                [ClusterSettings.Docker("rm", "--force", settings.RegistryContainer), Start(settings)]);
    }

    private static async Task<string?> MissingAsync(KindSettings settings, CancellationToken cancellationToken)
    {
        var port = await PortAsync(settings, cancellationToken);
        return HasPort(port) ? null : $"the registry has no port ({port.LastLine}); see 'docker logs {settings.RegistryContainer}'";
    }

    private static Task<CommandResult> PortAsync(KindSettings settings, CancellationToken cancellationToken) =>
        StepCommand.RunAsync(
            ClusterSettings.Docker("port", settings.RegistryContainer, "5000/tcp"), settings.Patience.Look, cancellationToken);

    // A container that is stopped has its port no more, which is not a failure of the question.
    private static bool HasPort(CommandResult port) => port.Succeeded && port.Output.Trim().Length > 0;

    private static async Task<string?> LeftAsync(KindSettings settings, CancellationToken cancellationToken)
    {
        string[] named = ["--quiet", "--filter", $"name=^{settings.RegistryContainer}$"];
        return await IsThereAsync("ps", "--all") ? $"The container {settings.RegistryContainer}"
            : await IsThereAsync("volume", "ls") ? $"The volume {settings.RegistryContainer}"
            : null;

        async Task<bool> IsThereAsync(params string[] list) =>
            (await StepCommand.OutputAsync(
                ClusterSettings.Docker([.. list, .. named]), settings.Patience.Look, cancellationToken)).Length > 0;
    }
}
