using BigBen.Foundation;

namespace BigBen.Images;

/// <summary>The one writer of a store, across processes: an open file which nobody else may open. The system frees it for the dead.</summary>
internal static class StoreLock
{
    // Only renames and deletions happen under the lock; whoever holds it for longer is stuck.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static FileStream Take(string root)
    {
        Directory.CreateDirectory(root);
        var file = Path.Combine(root, ".lock");
        var deadline = DateTime.UtcNow + Patience;
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (DateTime.UtcNow < deadline)
            {
                Thread.Sleep(Random.Shared.Next(1, 20));
            }
            catch (IOException e)
            {
                throw new PlatformException($"The image store '{root}' stays locked by another process: wait for it to end, then run the command again.", e);
            }
        }
    }
}
