namespace BigBen.Git;

/// <summary>Lock files of git processes that were killed; git would wait for them for ever.</summary>
internal static class StaleLocks
{
    // git holds these locks for milliseconds; ten seconds of silence mean that the holder is gone.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Removes them.</summary>
    public static void Remove(string repository, DateTimeOffset now)
    {
        var refs = Path.Combine(repository, "refs");
        var locks = Directory.EnumerateFiles(repository, "*.lock")
            .Concat(Directory.Exists(refs) ? Directory.EnumerateFiles(refs, "*.lock", SearchOption.AllDirectories) : []);
        foreach (var file in locks.Where(file => now - File.GetLastWriteTimeUtc(file) > Patience).ToList())
            File.Delete(file);
    }
}
