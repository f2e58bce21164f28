namespace BigBen.Manifests.Specs.Volumes;

/// <summary>Files of one object.</summary>
internal abstract record Projection
{
    /// <summary>The entries of a ConfigMap or Secret.</summary>
    /// <param name="source">The mapping that refers to it.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="name">The field of its name.</param>
    public static ObjectProjection OfObject(Fields source, string kind, string name) => new(
        kind, source.RequiredText(name), source.Flag("optional"), [.. source.Mappings("items").Select(KeyToPath.Read)]);

    /// <summary>Fields of the pod.</summary>
    public static DownwardProjection OfPod(Fields source) => new([.. source.Mappings("items").Select(DownwardFile.Read)]);
}

/// <summary>Entries of a ConfigMap or Secret, each a file: all of them, or those that are named.</summary>
internal sealed record ObjectProjection(string Kind, string Name, bool Optional, IReadOnlyList<KeyToPath> Items) : Projection;

/// <summary>Fields of the pod, each a file.</summary>
internal sealed record DownwardProjection(IReadOnlyList<DownwardFile> Items) : Projection;

/// <summary>Which entry becomes which file.</summary>
/// <param name="Key">The entry.</param>
/// <param name="Path">The file, relative to the volume.</param>
/// <param name="Mode">Its mode; null for the volume's.</param>
internal sealed record KeyToPath(string Key, string Path, int? Mode)
{
    public static KeyToPath Read(Fields item)
    {
        var result = new KeyToPath(item.RequiredText("key"), item.RequiredText("path"), item.Number("mode"));
        item.End();
        return result;
    }
}

/// <summary>Which field of the pod becomes which file.</summary>
/// <param name="Path">The file, relative to the volume.</param>
/// <param name="Mode">Its mode; null for the volume's.</param>
/// <param name="Container">The container whose resource it is; empty for a field of the pod.</param>
/// <param name="Value">What is in it.</param>
internal sealed record DownwardFile(string Path, int? Mode, string Container, EnvironmentReference Value)
{
    public static DownwardFile Read(Fields item)
    {
        var (path, mode) = (item.RequiredText("path"), item.Number("mode"));
        var container = item.Mapping("resourceFieldRef")?.Text("containerName") ?? "";
        return new DownwardFile(path, mode, container, EnvironmentReference.Read(item, mayBeMap: true));
    }
}
