namespace BigBen.Tests.Ingress;

/// <summary>Waits for what is bound to happen.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">What is asked again and again.</param>
    /// <param name="deadline">For how long; null for <see cref="Deadline"/>.</param>
    /// <exception cref="TimeoutException">It never did.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan? deadline = null)
    {
        using var end = new CancellationTokenSource(deadline ?? Deadline);
        while (!await condition())
        {
            if (end.IsCancellationRequested)
                throw new TimeoutException("It never came to that.");
            await Task.Delay(10, CancellationToken.None);
        }
    }
}
