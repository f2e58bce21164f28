using System.Globalization;
using BigBen.Foundation;

namespace BigBen.Bootstrap;

/// <summary>Makes sure that a state folder has at most one platform process; the system lets go of it when that process dies.</summary>
public static class PlatformLock
{
    /// <summary>Takes the lock and writes this process's id into it; null when another process holds it.</summary>
    /// <exception cref="PlatformException">The state folder cannot be written.</exception>
    public static IDisposable? TryTake(StateFolder state)
    {
        try
        {
            Directory.CreateDirectory(state.Path);
            var stream = new FileStream(state.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            stream.SetLength(0);
            stream.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            stream.Flush();
            return stream;
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

    /// <summary>The process that took the lock last.</summary>
    public static int? Holder(StateFolder state)
    {
        try
        {
            using var stream = new FileStream(state.Lock, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            return int.TryParse(reader.ReadToEnd(), CultureInfo.InvariantCulture, out var pid) ? pid : null;
        }
        catch (IOException)
        {
            // Taken away at this moment: there is no holder any more.
            return null;
        }
    }
}
