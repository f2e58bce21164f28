namespace BigBen.Images;

/// <summary>The one writer of a store, across processes.</summary>
internal static class StoreLock
{
    // Only renames and deletions happen under the lock; whoever holds it for longer is stuck.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits until nobody else writes.</summary>
    /// <exception cref="PlatformException">Another process keeps the lock, or its file cannot be made.</exception>
    public static async Task<IDisposable> TakeAsync(string root, TimeProvider clock, CancellationToken cancellationToken) =>
        await FileLock.TakeAsync(Path.Combine(root, ".lock"), Patience, clock, cancellationToken)
        ?? throw new PlatformException(
            $"The image store '{root}' stays locked by another process: wait for it to end, then run the command again.");
}
