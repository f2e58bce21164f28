namespace BigBen.Foundation;

/// <summary>A lock between processes; the system lets go of it when its holder dies.</summary>
public static class FileLock
{
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
            throw new PlatformException($"'{path}' cannot be made: {e.Message}. Mend the folder's rights or choose another by --state.", e);
        }
    }
}
