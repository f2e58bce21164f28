namespace BigBen.ArgoCd.Sources;

/// <summary>
/// Renderings and exported charts and values on disk, each under the id of what it was made from. All of it can be made again.
/// </summary>
/// <param name="directory">The folder.</param>
/// <param name="clock">Tells when an entry was used.</param>
internal sealed class RenderCache(string directory, TimeProvider clock)
{
    /// <summary>Where an entry is or goes, which is noted as a use of it.</summary>
    /// <param name="kind">A folder for entries of one kind.</param>
    /// <param name="name">The entry: a file or a folder.</param>
    public string Use(string kind, string name)
    {
        var path = Path.Combine(directory, kind, name);
        var now = clock.GetUtcNow().UtcDateTime;
        if (Directory.Exists(path))
            Directory.SetLastWriteTimeUtc(path, now);
        else if (File.Exists(path))
            File.SetLastWriteTimeUtc(path, now);
        return path;
    }

    /// <summary>Removes what was not used for longest.</summary>
    /// <param name="kept">So many entries of each kind stay.</param>
    /// <returns>How many were removed.</returns>
    public int Prune(int kept)
    {
        if (!Directory.Exists(directory))
            return 0;
        var old = new DirectoryInfo(directory).EnumerateDirectories()
            .SelectMany(kind => kind.EnumerateFileSystemInfos().OrderByDescending(entry => entry.LastWriteTimeUtc).Skip(kept))
            .ToList();
        foreach (var entry in old)
            Remove(entry);
        return old.Count;
    }

    // What is half gone must not be taken for the whole when this process is killed.
    private static void Remove(FileSystemInfo entry)
    {
        if (entry is not DirectoryInfo folder)
        {
            entry.Delete();
            return;
        }

        folder.MoveTo($"{folder.FullName}.{Guid.NewGuid():N}");
        folder.Delete(recursive: true);
    }
}
