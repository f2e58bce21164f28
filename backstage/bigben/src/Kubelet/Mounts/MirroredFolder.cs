namespace BigBen.Kubelet.Mounts;

/// <summary>
/// A folder of this machine that a container sees as a folder of its own with the same entries, so that more can be in it: this machine's
/// folder stays as it is. What is in an entry is this machine's, what the container adds beside them is gone when it ends.
/// </summary>
/// <param name="Path">The folder.</param>
/// <param name="Folders">The names of the folders in it.</param>
/// <param name="Files">The names of what else is in it.</param>
/// <param name="Links">The names of its symbolic links.</param>
internal sealed record MirroredFolder(
    string Path, IReadOnlyList<string> Folders, IReadOnlyList<string> Files, IReadOnlyList<string> Links)
{
    /// <summary>How many entries it has.</summary>
    public int Count => Folders.Count + Files.Count + Links.Count;

    /// <summary>Reads a folder.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static MirroredFolder Read(string path)
    {
        var entries = new DirectoryInfo(path).EnumerateFileSystemInfos()
            .ToLookup(entry => entry.LinkTarget is not null ? "link" : entry is DirectoryInfo ? "folder" : "file", entry => entry.Name);
        return new MirroredFolder(path, [.. entries["folder"]], [.. entries["file"]], [.. entries["link"]]);
    }
}
