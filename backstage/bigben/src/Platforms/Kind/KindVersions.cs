using BigBen.Platforms.Clusters;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using Version = System.Version;

namespace BigBen.Platforms.Kind;

/// <summary>Everything that the kind platform takes from outside, pinned: <c>backstage/infra/kind/versions.yaml</c>.</summary>
/// <param name="NodeImage">The image of every node, by digest.</param>
/// <param name="RegistryImage">The image of the local registry.</param>
/// <param name="Tools">The oldest version that works of each tool.</param>
/// <param name="Charts">The charts, by the name of the release they become.</param>
internal sealed record KindVersions(
    string NodeImage, string RegistryImage, IReadOnlyDictionary<string, Version> Tools, IReadOnlyDictionary<string, ChartVersion> Charts)
{
    /// <summary>Where the file lies in the repository.</summary>
    public const string Path = "backstage/infra/kind/versions.yaml";

    /// <summary>Reads the file of a clone.</summary>
    /// <exception cref="PlatformException">It is missing or something in it is.</exception>
    public static KindVersions Read(string root)
    {
        var file = System.IO.Path.Combine(root, Path);
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(File.ReadAllText(file)));
            var top = (YamlMappingNode)yaml.Documents[0].RootNode;
            return new KindVersions(
                Text(top, "nodeImage"),
                Text(top, "registryImage"),
                Map(top, "tools").ToDictionary(pair => $"{pair.Key}", pair => Version.Parse($"{pair.Value}")),
                Map(top, "charts").ToDictionary(
                    pair => $"{pair.Key}",
                    pair => new ChartVersion(Text(pair.Value, "repository"), Text(pair.Value, "chart"), Text(pair.Value, "version"))));
        }
        catch (Exception e) when (
            e is IOException or YamlException or KeyNotFoundException or InvalidCastException or FormatException or ArgumentException)
        {
            throw new PlatformException($"'{file}' cannot be read ({e.Message}); restore it with 'git checkout -- {Path}'.", e);
        }

        static string Text(YamlNode node, string key) => ((YamlScalarNode)node[key]).Value!;

        static IEnumerable<KeyValuePair<YamlNode, YamlNode>> Map(YamlNode node, string key) => ((YamlMappingNode)node[key]).Children;
    }
}
