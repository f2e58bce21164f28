using YamlDotNet.RepresentationModel;

namespace BigBen.Charts.Tests;

/// <summary>Rendered objects. Reading them already fails on a key that stands twice.</summary>
internal sealed class Manifests
{
    private Manifests(IReadOnlyList<YamlNode> objects) => Objects = objects;

    internal IReadOnlyList<YamlNode> Objects { get; }

    internal IEnumerable<string> Kinds => Objects.Select(o => o.Text("kind"));

    internal static Manifests Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return new Manifests([.. stream.Documents
            .Select(document => document.RootNode)
            .OfType<YamlMappingNode>()
            .OrderBy(o => o.Text("kind"), StringComparer.Ordinal)
            .ThenBy(o => o.Text("metadata", "name"), StringComparer.Ordinal)]);
    }

    /// <summary>The objects but those of some API groups.</summary>
    internal Manifests Without(IReadOnlyCollection<string> groups) => new([.. Objects.Where(o => !groups.Contains(o.ApiGroup()))]);

    /// <summary>The objects but those that only <c>helm test</c> makes.</summary>
    internal Manifests WithoutTests() =>
        new([.. Objects.Where(o => o.Find("metadata", "annotations", "helm.sh/hook") is not YamlScalarNode { Value: "test" })]);

    /// <summary>The one object of a kind, or of a kind and a name.</summary>
    internal YamlNode One(string kind, string? name = null) =>
        Objects.Where(o => o.Text("kind") == kind && (name is null || o.Text("metadata", "name") == name))
            .ShouldHaveSingleItem($"{kind} {name} among {string.Join(", ", Kinds)}");

    internal bool Has(string kind) => Kinds.Contains(kind);

    /// <summary>The objects as text that does not depend on Helm's version: ordered by kind and name, without comments.</summary>
    internal string Text()
    {
        var text = new StringWriter { NewLine = "\n" };
        foreach (var o in Objects)
        {
            text.Write("---\n");
            var document = new StringWriter { NewLine = "\n" };
            new YamlStream(new YamlDocument(o)).Save(document, assignAnchors: false);
            text.Write(document.ToString().Replace("\n...\n", "\n", StringComparison.Ordinal));
        }

        return text.ToString();
    }
}

/// <summary>Ways into a YAML tree.</summary>
internal static class YamlNodes
{
    /// <summary>The node at a path of keys and, for sequences, indexes; null when there is none.</summary>
    internal static YamlNode? Find(this YamlNode node, params string[] path) =>
        path.Aggregate<string, YamlNode?>(node, (at, key) => at switch
        {
            YamlMappingNode map => map.Children.FirstOrDefault(child => ((YamlScalarNode)child.Key).Value == key).Value,
            YamlSequenceNode items when int.TryParse(key, out var index) => items.Children.ElementAtOrDefault(index),
            _ => null,
        });

    internal static YamlNode At(this YamlNode node, params string[] path) =>
        node.Find(path) ?? throw new ShouldAssertException($"{string.Join('.', path)} is missing in:\n{node}");

    /// <summary>The API group of an object; of Kubernetes' first objects, which have none, the version.</summary>
    internal static string ApiGroup(this YamlNode node) => node.Text("apiVersion").Split('/')[0];

    internal static string Text(this YamlNode node, params string[] path) =>
        ((YamlScalarNode)node.At(path)).Value ?? "";

    internal static IReadOnlyList<YamlNode> Items(this YamlNode node, params string[] path) =>
        [.. ((YamlSequenceNode)node.At(path)).Children];

    /// <summary>The item of a sequence of named things.</summary>
    internal static YamlNode Named(this IEnumerable<YamlNode> items, string name) =>
        items.Single(item => item.Text("name") == name);

    internal static Dictionary<string, string> Map(this YamlNode node, params string[] path) =>
        ((YamlMappingNode)node.At(path)).Children.ToDictionary(
            child => ((YamlScalarNode)child.Key).Value!, child => child.Value.ToString());

    /// <summary>Whether YAML 1.1, Kubernetes' own, reads the scalar as a string, whatever it looks like.</summary>
    internal static bool IsQuoted(this YamlNode node) =>
        node is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.DoubleQuoted or YamlDotNet.Core.ScalarStyle.SingleQuoted };

    /// <summary>Every node with its path.</summary>
    internal static IEnumerable<(string Path, YamlNode Node)> Walk(this YamlNode node, string path = "")
    {
        yield return (path, node);
        var children = node switch
        {
            YamlMappingNode map => map.Children.Select(child => ($"{path}.{child.Key}", child.Value)),
            YamlSequenceNode items => items.Children.Select((child, index) => ($"{path}[{index}]", child)),
            _ => [],
        };
        foreach (var (childPath, child) in children)
        {
            foreach (var found in child.Walk(childPath))
                yield return found;
        }
    }

    /// <summary>
    /// Every pod that a set of manifests makes: the Deployment's or the CronJob's, the migrations', and the one of helm test.
    /// </summary>
    internal static IEnumerable<YamlNode> PodSpecs(this Manifests manifests) =>
        manifests.Objects.Select(o => o.Text("kind") switch
        {
            "Deployment" or "Job" => o.At("spec", "template", "spec"),
            "CronJob" => o.At("spec", "jobTemplate", "spec", "template", "spec"),
            "Pod" => o.At("spec"),
            _ => null,
        }).OfType<YamlNode>();

    /// <summary>Every container of a pod, those that run before or beside its own ones too.</summary>
    internal static IEnumerable<YamlNode> Containers(this YamlNode pod) =>
        pod.Items("containers").Concat(pod.Find("initContainers") is YamlSequenceNode others ? others.Children : []);

    internal static YamlNode Container(this Manifests manifests) =>
        manifests.One("Deployment").Items("spec", "template", "spec", "containers").ShouldHaveSingleItem();
}
