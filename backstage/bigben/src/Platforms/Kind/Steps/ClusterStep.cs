using BigBen.Kubernetes;
using BigBen.Platforms.Clusters;
using BigBen.Platforms.Steps;
using YamlDotNet.RepresentationModel;

namespace BigBen.Platforms.Kind.Steps;

/// <summary>The cluster itself.</summary>
internal static class ClusterStep
{
    private const string ConfigPath = "backstage/infra/kind/cluster-config.yaml";

    public static PlatformStep Create(KindSettings settings)
    {
        var create = new Command(
            "kind", "create", "cluster", "--name", settings.Cluster, "--config", settings.In("cluster-config.yaml"),
            "--kubeconfig", settings.Kubeconfig)
        {
            Environment = Direct(settings, Environment.GetEnvironmentVariable),
        };
        var delete = new Command("kind", "delete", "cluster", "--name", settings.Cluster, "--kubeconfig", settings.Kubeconfig);
        return new PlatformStep("create the cluster")
        {
            Files = new Dictionary<string, string> { [settings.In("cluster-config.yaml")] = Config(settings) },
            Commands = [create],
            Patience = settings.Patience.Make,
            Check = cancellationToken => CheckAsync(settings, [delete, create], cancellationToken),
            Verify = new StepProof(cancellationToken => MissingAsync(settings, cancellationToken), settings.Patience.Ready),
            Undo = [delete],
            Left = cancellationToken => LeftAsync(settings, cancellationToken),
        };
    }

    /// <summary>The configuration that kind reads: the file of the clone with this platform's values.</summary>
    internal static string Config(KindSettings settings)
    {
        var text = File.ReadAllText(settings.InClone(ConfigPath))
            .Replace("${NODE_IMAGE}", settings.Versions.NodeImage, StringComparison.Ordinal)
            .Replace("${PORT}", $"{settings.Record.Port}", StringComparison.Ordinal)
            .Replace("${FORGE}", JsonSerializer.Serialize(settings.State.Forge), StringComparison.Ordinal);
        return settings.Record.Source is null ? text : WithoutMounts(text);
    }

    // kind gives the nodes the proxy of whoever calls it; the registry beside them is reached without one.
    internal static IReadOnlyDictionary<string, string?> Direct(KindSettings settings, Func<string, string?> variable)
    {
        string[] proxies = ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"];
        if (proxies.All(name => string.IsNullOrEmpty(variable(name))))
            return new Dictionary<string, string?>();
        var known = variable("NO_PROXY") is { Length: > 0 } upper ? upper : variable("no_proxy");
        var direct = string.IsNullOrEmpty(known) ? settings.RegistryContainer : $"{known},{settings.RegistryContainer}";
        return new Dictionary<string, string?> { ["NO_PROXY"] = direct, ["no_proxy"] = direct };
    }

    // A hosted repository needs no forge in the node.
    private static string WithoutMounts(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        foreach (var node in ((YamlSequenceNode)yaml.Documents[0].RootNode["nodes"]).Children.Cast<YamlMappingNode>())
            node.Children.Remove(new YamlScalarNode("extraMounts"));
        var written = new StringWriter();
        yaml.Save(written, assignAnchors: false);
        return written.ToString();
    }

    private static async Task<StepCheck> CheckAsync(KindSettings settings, Command[] again, CancellationToken cancellationToken)
    {
        var containers = (await ContainersAsync(settings, cancellationToken))
            .ToDictionary(line => line.Split(' ')[0], line => line.Split(' ')[^1]);
        if (containers.Count == 0)
            return StepCheck.Missing();
        if (settings.Nodes.Any(node => !containers.ContainsKey(node)))
            return StepCheck.Partial("a run that was stopped left it half-made; it is made again", again);
        var stopped = containers.Where(pair => pair.Value != "running").Select(pair => pair.Key).Order(StringComparer.Ordinal).ToArray();
        if (stopped.Length > 0)
            return StepCheck.Partial("its nodes are stopped", [ClusterSettings.Docker(["start", .. stopped])]);
        // Joining the workers is the last thing that kind does: with all nodes known, the cluster is whole.
        if (!await KnowsAllNodesAsync(settings, cancellationToken))
            return StepCheck.Partial("a run that was stopped left it half-made; it is made again", again);
        if (!File.Exists(settings.Kubeconfig))
        {
            var export = new Command("kind", "export", "kubeconfig", "--name", settings.Cluster, "--kubeconfig", settings.Kubeconfig);
            return StepCheck.Partial("its kubeconfig is missing", [export]);
        }
        return await MissingAsync(settings, cancellationToken) is { } missing
            ? StepCheck.Partial(missing, [])
            : StepCheck.Done($"{settings.Cluster} is running");
    }

    private static async Task<bool> KnowsAllNodesAsync(KindSettings settings, CancellationToken cancellationToken)
    {
        var question = ClusterSettings.Docker(
            "exec", settings.Nodes[0], "kubectl", "--kubeconfig", "/etc/kubernetes/admin.conf", "get", "nodes", "--output", "name");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        do
        {
            // A cluster that was just started again takes a while to answer.
            var answer = await StepCommand.RunAsync(question, settings.Patience.Look, cancellationToken);
            if (answer.Succeeded)
                return settings.Nodes.All(node => answer.Output.Split('\n').Contains($"node/{node}"));
            await Task.Delay(TimeSpan.FromMilliseconds(250), cancellationToken);
        }
        while (clock.Elapsed < settings.Patience.Settle);

        return false;
    }

    private static Task<string?> MissingAsync(KindSettings settings, CancellationToken cancellationToken) => ClusterLook.MissingAsync(
        settings,
        async (api, deadline) =>
        {
            var nodes = (await api.ListAsync(ResourceKind.Nodes, cancellationToken: deadline)).Items;
            var waiting = nodes.Where(node => !node.HasCondition("Ready")).Select(node => node.NameOf()).ToList();
            return nodes.Count < settings.Nodes.Count ? $"{nodes.Count} of {settings.Nodes.Count} nodes are there"
                : waiting.Count > 0 ? $"{string.Join(" and ", waiting)} {(waiting.Count == 1 ? "is" : "are")} not ready"
                : null;
        },
        cancellationToken);

    private static async Task<string?> LeftAsync(KindSettings settings, CancellationToken cancellationToken)
    {
        var containers = await ContainersAsync(settings, cancellationToken);
        return containers.Count > 0 ? $"The container {containers[0].Split(' ')[0]}" : null;
    }

    private static async Task<IReadOnlyList<string>> ContainersAsync(KindSettings settings, CancellationToken cancellationToken) =>
        (await StepCommand.OutputAsync(
            ClusterSettings.Docker(
                "ps", "--all", "--filter", $"label=io.x-k8s.kind.cluster={settings.Cluster}", "--format", "{{.Names}} {{.State}}"),
            settings.Patience.Look,
            cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
