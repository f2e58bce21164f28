using BigBen.Platforms.Clusters;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms.Kind.Steps;

/// <summary>Lets every node pull from the local registry, by the name that manifests use.</summary>
internal static class RegistryAccessStep
{
    // The network that kind puts every node on.
    private const string Network = "kind";

    public static PlatformStep Create(KindSettings settings)
    {
        var folder = $"/etc/containerd/certs.d/{settings.Registry}";
        var file = settings.In("hosts.toml");
        // containerd asks https first unless it is told.
        var text = $"server = \"http://{settings.Registry}\"\n\n[host.\"http://{settings.Registry}\"]\n";
        var connect = ClusterSettings.Docker("network", "connect", Network, settings.RegistryContainer);
        Command[] perNode =
        [
            .. settings.Nodes.SelectMany(node => new[]
            {
                ClusterSettings.Docker("exec", node, "mkdir", "-p", folder),
                ClusterSettings.Docker("cp", file, $"{node}:{folder}/hosts.toml"),
            }),
        ];
        return new PlatformStep("let the nodes use the registry")
        {
            Files = new Dictionary<string, string> { [file] = text },
            Commands = [connect, .. perNode],
            Patience = settings.Patience.Look,
            Check = async cancellationToken =>
            {
                var connected = await IsConnectedAsync(settings, cancellationToken);
                return !connected ? StepCheck.Missing()
                    : await MissingAsync(settings, folder, text, cancellationToken) is { } missing ? StepCheck.Partial(missing, perNode)
                    : StepCheck.Done($"{settings.Nodes.Count} nodes know {settings.Registry}");
            },
            Verify = new StepProof(cancellationToken => MissingAsync(settings, folder, text, cancellationToken), settings.Patience.Ready),
        };
    }

    private static async Task<bool> IsConnectedAsync(KindSettings settings, CancellationToken cancellationToken)
    {
        var networks = await StepCommand.OutputAsync(
            ClusterSettings.Docker(
                "container", "inspect", "--format", "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}",
                settings.RegistryContainer),
            settings.Patience.Look,
            cancellationToken);
        return networks.Split(' ').Contains(Network);
    }

    private static async Task<string?> MissingAsync(KindSettings settings, string folder, string text, CancellationToken cancellationToken)
    {
        foreach (var node in settings.Nodes)
        {
            var seen = await StepCommand.RunAsync(
                ClusterSettings.Docker("exec", node, "cat", $"{folder}/hosts.toml"), settings.Patience.Look, cancellationToken);
            if (!seen.Succeeded || seen.Output != text)
                return $"{node} does not know the registry yet";
        }

        return null;
    }
}
