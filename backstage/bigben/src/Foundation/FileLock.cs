namespace BigBen.Foundation;

/// <summary>A lock between processes; the system lets go of it when its holder dies.</summary>
public static class FileLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Takes the lock as soon as nobody holds it; null when others held it for as long as patience lasts.</summary>
    /// <param name="path">The lock's file; its folder is made.</param>
    /// <param name="patience">How long to wait at most; <see cref="TimeSpan.MaxValue"/> for ever.</param>
    /// <param name="clock">Tells when patience is over.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PlatformException">The file cannot be made.</exception>
    public static async Task<IDisposable?> TakeAsync(
        string path, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        IDisposable? held;
        while ((held = TryTake(path)) is null && clock.GetElapsedTime(started) < patience)
            await Task.Delay(Pause, clock, cancellationToken);
        return held;
    }

    /// <summary>Whether anybody holds the lock. A file that is not there is not made.</summary>
    /// <param name="path">The lock's file.</param>
    public static bool IsHeld(string path)
    {
        if (!File.Exists(path))
            return false;
        using var taken = TryTake(path);
        return taken is null;
    }

    /// <summary>Takes the lock; null when another process holds it. Disposing the result lets go of it.</summary>
    /// <param name="path">The lock's file; its folder is made.</param>
    /// <exception cref="PlatformException">The file cannot be made.</exception>
    public static IDisposable? TryTake(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not DirectoryNotFoundException && File.Exists(path))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PlatformException($"'{path}' cannot be made: {e.Message}. Fix the folder's rights or choose another by --state.", e);
        }
    }
}
