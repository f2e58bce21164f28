using YamlDotNet.RepresentationModel;

namespace BigBen.Manifests;

/// <summary>A values file as people wrote it, with its lines.</summary>
internal sealed class ValuesFile
{
    private readonly YamlNode? _root;

    private ValuesFile(string path, YamlNode? root)
    {
        Path = path;
        _root = root;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is, for messages.</param>
    /// <param name="text">What it says.</param>
    /// <exception cref="PlatformException">
    /// It is not YAML, or has more than one document: Helm 4 merges them, Helm 3 reads the first alone.
    /// </exception>
    public static ValuesFile Read(string path, string text)
    {
        var documents = YamlReader.Load(text, path);
        if (documents.Count < 2)
            return new ValuesFile(path, documents.FirstOrDefault()?.RootNode);
        throw new PlatformException(
            $"{path}, line {documents[1].RootNode.Start.Line}: "
            + "a second document begins here. Helm 4 merges it with the first one, Helm 3 "
            + "passes it over. Make one document of them.");
    }

    /// <summary>The line of a value, counted from 1; null where the file does not set it.</summary>
    /// <param name="name">The keys of the value, divided by dots.</param>
    public int? LineOf(string name)
    {
        var (node, line) = (_root, (int?)null);
        foreach (var key in name.Split('.'))
        {
            if ((node as YamlMappingNode)?.Children.FirstOrDefault(child => TextOf(child.Key) == key)
                is not { Key: { } found, Value: var value })
                return null;
            (node, line) = (value, (int)found.Start.Line);
        }

        return line;
    }

    /// <summary>The lines, counted from 1, of all keys and values that are this text.</summary>
    public IEnumerable<int> LinesOf(string text) =>
        _root?.AllNodes.Where(node => TextOf(node) == text).Select(node => (int)node.Start.Line) ?? [];

    private static string? TextOf(YamlNode node) => (node as YamlScalarNode)?.Value;
}
