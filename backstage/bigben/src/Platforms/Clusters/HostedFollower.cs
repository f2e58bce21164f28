using BigBen.Pipeline;

namespace BigBen.Platforms.Clusters;

/// <summary>
/// Keeps the forge's copy of a hosted main current while nothing is delivered here: what other people record and ask for is seen without
/// a run of one's own.
/// </summary>
/// <param name="main">main, over the hosted repository.</param>
/// <param name="clock">Tells when to look.</param>
/// <param name="logger">Is told why the hosted repository cannot be read.</param>
internal sealed class HostedFollower(ForgeBranch main, TimeProvider clock, ILogger logger)
{
    // As often as a platform's Argo CD asks.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private string? _failure;

    /// <summary>Follows until cancelled.</summary>
    public Task FollowAsync(CancellationToken cancellationToken) =>
        CoalescedDelay.RepeatAsync(LookAsync, Period, clock, cancellationToken);

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await main.RefreshAsync(cancellationToken);
            _failure = null;
        }
        catch (PlatformException e)
        {
            // Once, not every half minute for as long as somebody is offline.
            if (_failure != e.Message)
                logger.NotFollowed(e.Message);
            _failure = e.Message;
        }
    }
}
