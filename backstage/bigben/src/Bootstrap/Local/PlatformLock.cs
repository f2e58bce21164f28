using System.Globalization;
using BigBen.Foundation;

namespace BigBen.Bootstrap;

/// <summary>Makes sure that a state folder has at most one platform process; the system lets go of it when that process dies.</summary>
public static class PlatformLock
{
    /// <summary>Takes the lock and notes this process as its holder; null when another process holds it.</summary>
    /// <exception cref="PlatformException">The state folder cannot be written.</exception>
    public static IDisposable? TryTake(StateFolder state)
    {
        try
        {
            Directory.CreateDirectory(state.Path);
            var held = new FileStream(state.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // A file beside it, since nobody else can open a locked one.
            AtomicFile.Write(state.LockHolder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return held;
        }
        catch (IOException e) when (e is not DirectoryNotFoundException && File.Exists(state.Lock))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PlatformException($"The state folder '{state.Path}' cannot be written: {e.Message}. Mend its rights or choose another by --state.", e);
        }
    }

    /// <summary>The process that took the lock last; null where none ever did.</summary>
    public static int? Holder(StateFolder state) =>
        File.Exists(state.LockHolder) && int.TryParse(File.ReadAllText(state.LockHolder), CultureInfo.InvariantCulture, out var pid) ? pid : null;
}
