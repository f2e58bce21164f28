namespace BigBen.Git;

/// <summary>
/// Objects of pushes that were cut while git received them: it keeps them aside until it knows them all, and where it is killed nobody
/// takes them away for two weeks.
/// </summary>
internal static class StalePushes
{
    // A push that is still being received writes all the time.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    // receive-pack's quarantine (git-receive-pack(1)); its name before git 2.35.
    private static readonly string[] Quarantines = ["tmp_objdir-incoming-*", "incoming-*"];

    /// <summary>Removes them.</summary>
    /// <param name="repository">The bare repository's folder.</param>
    /// <param name="now">The time, UTC.</param>
    public static void Remove(string repository, DateTimeOffset now)
    {
        var objects = new DirectoryInfo(Path.Combine(repository, "objects"));
        var folders = objects.Exists ? Quarantines.SelectMany(objects.EnumerateDirectories).ToList() : [];
        foreach (var folder in folders.Where(folder => now - LastWrite(folder) > Patience))
            folder.Delete(recursive: true);
        var packs = new DirectoryInfo(Path.Combine(objects.FullName, "pack"));
        var files = packs.Exists ? packs.EnumerateFiles("tmp_*").ToList() : [];
        foreach (var file in files.Where(file => now - file.LastWriteTimeUtc > Patience))
            file.Delete();
    }

    private static DateTime LastWrite(DirectoryInfo folder) =>
        folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Prepend(folder).Max(entry => entry.LastWriteTimeUtc);
}
