namespace BigBen.Platforms.Local;

/// <summary>Makes sure that a state folder has at most one platform process, and knows which.</summary>
public static class PlatformLock
{
    /// <summary>Takes the lock and notes this process as its holder; null when another process holds it.</summary>
    /// <exception cref="PlatformException">The state folder cannot be written.</exception>
    public static IDisposable? TryTake(StateFolder state)
    {
        var held = FileLock.TryTake(state.Lock);
        // A file beside it, since nobody else can open a locked one.
        if (held is not null)
            AtomicFile.Write(state.LockHolder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return held;
    }

    /// <summary>Whether a process holds the lock, be it one that does not serve yet or no longer.</summary>
    public static bool IsHeld(StateFolder state) => FileLock.IsHeld(state.Lock);

    /// <summary>The process that took the lock last; null where none ever did.</summary>
    public static int? Holder(StateFolder state)
    {
        try
        {
            return int.TryParse(File.ReadAllText(state.LockHolder), CultureInfo.InvariantCulture, out var pid) ? pid : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
