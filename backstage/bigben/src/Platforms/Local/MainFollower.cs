using BigBen.ArgoCd;
using BigBen.Git;

namespace BigBen.Platforms.Local;

/// <summary>Looks at main every few seconds and has it reconciled where nobody else did: git decides, whoever moved it.</summary>
/// <param name="forge">The forge.</param>
/// <param name="controller">Keeps what runs equal to git.</param>
/// <param name="clock">Tells when to look.</param>
/// <param name="logger">Is told what went wrong.</param>
internal sealed class MainFollower(ForgeRepository forge, ApplicationController controller, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(3);

    /// <summary>Follows until cancelled.</summary>
    public Task FollowAsync(CancellationToken cancellationToken) =>
        CoalescedDelay.RepeatAsync(LookAsync, Period, clock, cancellationToken);

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var head = await forge.HeadAsync(cancellationToken);
            if (head != controller.ReconciledCommit)
                await controller.RefreshAsync(head, cancellationToken);
        }
        catch (PlatformException e)
        {
            logger.NotReconciled(e.Message);
        }
    }
}
