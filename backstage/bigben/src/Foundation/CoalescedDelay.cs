namespace BigBen.Foundation;

/// <summary>
/// Waits that need not be exact. They end on whole seconds, all together: so a process in which nothing happens wakes its machine once a
/// second and not once for each of them, and to wake up costs more than what is done then.
/// </summary>
internal static class CoalescedDelay
{
    private static readonly TimeSpan Grid = TimeSpan.FromSeconds(1);

    /// <summary>Waits for a time, half a second more or less.</summary>
    /// <param name="time">The time; a second or more.</param>
    /// <param name="clock">Tells the time and waits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static Task WaitAsync(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken) =>
        Task.Delay(Rounded(time, clock.GetUtcNow()), clock, cancellationToken);

    /// <summary>Does something at once, and again after each such wait, until it is cancelled; that is its usual end.</summary>
    /// <param name="act">What to do; what it throws comes out.</param>
    /// <param name="time">The time between; a second or more.</param>
    /// <param name="clock">Tells the time and waits.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RepeatAsync(
        Func<CancellationToken, Task> act, TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await act(cancellationToken);
                await WaitAsync(time, clock, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Its usual end.
        }
    }

    /// <summary>How long it is from a moment to the whole second that is nearest to the end of a time.</summary>
    public static TimeSpan Rounded(TimeSpan time, DateTimeOffset now)
    {
        var end = now.UtcTicks + time.Ticks + Grid.Ticks / 2;
        return TimeSpan.FromTicks(end - end % Grid.Ticks - now.UtcTicks);
    }
}
