namespace BigBen.Git;

/// <summary>Lock files of git processes that were killed; git would wait for them for ever.</summary>
internal static class StaleLocks
{
    // git holds these locks for milliseconds; ten seconds of silence mean that the holder is gone.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // What git locks beside a ref: where it looks for it next, and where HEAD is that ref.
    private static readonly string[] Shared = ["packed-refs", "HEAD"];

    /// <summary>Removes them all.</summary>
    public static void Remove(string repository, DateTimeOffset now)
    {
        var refs = Path.Combine(repository, "refs");
        var locks = Directory.EnumerateFiles(repository, "*.lock")
            .Concat(Directory.Exists(refs) ? Directory.EnumerateFiles(refs, "*.lock", SearchOption.AllDirectories) : []);
        RemoveOld([.. locks], now);
    }

    /// <summary>Removes those that keep refs from being moved.</summary>
    /// <param name="repository">The bare repository's folder.</param>
    /// <param name="refs">The full names of the refs.</param>
    /// <param name="now">The time, UTC.</param>
    public static void Remove(string repository, IEnumerable<string> refs, DateTimeOffset now) =>
        RemoveOld(refs.Concat(Shared).Select(name => Path.Combine(repository, $"{name}.lock")), now);

    // One that is gone by now may be another's the moment after.
    private static void RemoveOld(IEnumerable<string> locks, DateTimeOffset now)
    {
        foreach (var file in locks.Select(file => new FileInfo(file)).Where(file => file.Exists && now - file.LastWriteTimeUtc > Patience))
            file.Delete();
    }
}
