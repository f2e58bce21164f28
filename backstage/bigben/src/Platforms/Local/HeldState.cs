namespace BigBen.Platforms.Local;

/// <summary>
/// Ends a platform's process once its state folder is no longer its own: somebody deleted it, or made another in its place.
/// </summary>
internal static class HeldState
{
    // Two file look-ups; a folder is gone for good, so nobody waits for this.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <summary>Runs a platform until it ends, or until its folder is gone; it then ends in good order, its pods first.</summary>
    /// <param name="state">The state folder.</param>
    /// <param name="platform">The platform, which takes the folder's lock and ends when it is cancelled.</param>
    /// <param name="clock">Tells when to look.</param>
    /// <param name="cancellationToken">Ends the platform.</param>
    /// <exception cref="PlatformException">The folder is gone.</exception>
    public static async Task RunAsync(
        StateFolder state, Func<CancellationToken, Task> platform, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = platform(ending.Token);
        // Before it has the lock, the folder is not yet its own.
        for (var isHeld = false; !cancellationToken.IsCancellationRequested && !running.IsCompleted;)
        {
            var isOurs = IsOurs(state);
            if (isHeld && isOurs is false)
            {
                await EndAsync(state, running, ending);
                return;
            }

            isHeld |= isOurs is true;
            await Task.WhenAny(running, Task.Delay(Period, clock, ending.Token));
        }

        await running;
    }

    // Null where it cannot be told, such as without a free file handle: that is no reason to end what serves.
    private static bool? IsOurs(StateFolder state)
    {
        try
        {
            return PlatformLock.Holder(state) == Environment.ProcessId;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task EndAsync(StateFolder state, Task running, CancellationTokenSource ending)
    {
        await ending.CancelAsync();
        // What fails on the way out fails for the same reason, which is told below.
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var message = $"The state folder '{state.Path}' was deleted or replaced while its platform ran, which has ended with its pods: "
            + "run ./bootstrap/big-ben.sh to start again, and take a platform down by ./bootstrap/destroy.sh.";
        throw running.Exception is { } failure ? new PlatformException(message, failure) : new PlatformException(message);
    }
}
