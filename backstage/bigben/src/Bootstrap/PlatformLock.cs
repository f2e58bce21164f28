using BigBen.Foundation;

namespace BigBen.Bootstrap;

/// <summary>Makes sure that a state folder has at most one platform process; the system lets go of it when that process dies.</summary>
public static class PlatformLock
{
    /// <summary>Takes the lock; null when another process holds it.</summary>
    /// <exception cref="PlatformException">The state folder cannot be written.</exception>
    public static IDisposable? TryTake(StateFolder state)
    {
        try
        {
            Directory.CreateDirectory(state.Path);
            return new FileStream(state.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new PlatformException($"The state folder '{state.Path}' cannot be written: {e.Message}. Mend its rights or choose another by --state.", e);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new PlatformException($"The state folder '{state.Path}' cannot be made: {e.Message}. Choose another by --state.", e);
        }
        catch (IOException) when (File.Exists(state.Lock))
        {
            return null;
        }
        catch (IOException e)
        {
            throw new PlatformException($"The state folder '{state.Path}' cannot be made: {e.Message}. Choose another by --state.", e);
        }
    }
}
