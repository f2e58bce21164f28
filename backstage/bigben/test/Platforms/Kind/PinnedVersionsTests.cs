using System.Text.Json;
using BigBen.Foundation;
using BigBen.Platforms.Kind;
using BigBen.Tests.Scenario;
using YamlDotNet.RepresentationModel;

namespace BigBen.Tests.Platforms.Kind;

/// <summary>What is taken from outside is pinned, and the values speak of what is there.</summary>
public sealed class PinnedVersionsTests
{
    [Fact]
    public void Everything_from_outside_is_pinned_where_update_bots_read_it()
    {
        var versions = KindVersions.Read(RepositoryRoot.Path);

        versions.NodeImage.ShouldMatch("^kindest/node:v1\\.\\d+\\.\\d+@sha256:[0-9a-f]{64}$");
        versions.RegistryImage.ShouldMatch("^registry:\\d+\\.\\d+\\.\\d+$");
        versions.Charts.Keys.ShouldBe(["argocd", "traefik", "metrics-server", "monitoring"], ignoreOrder: true);
        foreach (var chart in versions.Charts.Values)
            chart.Version.ShouldMatch("^\\d+\\.\\d+\\.\\d+$");
        var file = File.ReadAllText(Path.Combine(RepositoryRoot.Path, KindVersions.Path));
        file.Split("# renovate:").Length.ShouldBe(versions.Charts.Count + 3);
    }

    [Fact]
    public void The_cluster_has_a_control_plane_and_two_labelled_workers_and_one_port_on_loopback()
    {
        var nodes = Nodes(source: null);

        nodes.Select(node => $"{node["role"]}").ShouldBe(["control-plane", "worker", "worker"]);
        nodes.ShouldAllBe(node => $"{node["image"]}".Contains("@sha256:"));
        nodes.Skip(1).Select(node => $"{node["labels"]["tier"]}").ShouldBe(["backend", "backstage"]);
        var mapping = nodes[2]["extraPortMappings"][0];
        $"{mapping["listenAddress"]}".ShouldBe("127.0.0.1");
        $"{mapping["hostPort"]}".ShouldBe("18080");
        var mount = nodes[2]["extraMounts"][0];
        $"{mount["hostPath"]}".ShouldBe("/a \"state\" folder/forge.git");
        $"{mount["readOnly"]}".ShouldBe("true");
    }

    [Fact]
    public void A_hosted_repository_needs_no_mount() =>
        Nodes("https://github.com/a/b").ShouldAllBe(node => !node.Children.ContainsKey(new YamlScalarNode("extraMounts")));

    [Fact]
    public void Every_file_of_values_is_YAML_that_pins_pods_to_the_backstage_node()
    {
        string[] files =
        [
            "backstage/infra/kubernetes/traefik-values.yaml", "backstage/infra/kubernetes/metrics-server-values.yaml",
            "backstage/cd/argo/argocd-values.yaml",
        ];
        foreach (var file in files)
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(File.ReadAllText(Path.Combine(RepositoryRoot.Path, file))));
            yaml.Documents[0].AllNodes.OfType<YamlMappingNode>().ShouldContain(node =>
                node.Children.Any(child => $"{child.Key}" == "nodeSelector" && $"{child.Value["tier"]}" == "backstage"), file);
        }
    }

    [Fact]
    public void The_dashboard_shows_the_golden_signals_and_the_version()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "backstage/monitoring/services.json")));

        var titles = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Select(panel => panel.GetProperty("title").GetString()!).ToList();
        foreach (var signal in new[] { "Traffic", "Errors", "Latency", "Saturation", "Version" })
            titles.ShouldContain(title => title.StartsWith(signal, StringComparison.Ordinal), signal);
    }

    private static List<YamlMappingNode> Nodes(string? source)
    {
        var settings = new KindSettings(
            RepositoryRoot.Path,
            new StateFolder("/a \"state\" folder"),
            new KindRecord("big-ben-1", 18080, false, source, source),
            KindVersions.Read(RepositoryRoot.Path));
        var yaml = new YamlStream();
        yaml.Load(new StringReader(BigBen.Platforms.Kind.Steps.ClusterStep.Config(settings)));
        return [.. ((YamlSequenceNode)yaml.Documents[0].RootNode["nodes"]).Cast<YamlMappingNode>()];
    }
}
