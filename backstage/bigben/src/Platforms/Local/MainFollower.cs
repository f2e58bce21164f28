using BigBen.ArgoCd;
using BigBen.Foundation;
using BigBen.Git;

namespace BigBen.Platforms.Local;

/// <summary>Looks at main every few seconds and has it reconciled where nobody else did: git decides, whoever moved it.</summary>
/// <param name="forge">The forge.</param>
/// <param name="controller">Keeps what runs equal to git.</param>
/// <param name="logger">Is told what went wrong.</param>
internal sealed class MainFollower(ForgeRepository forge, ApplicationController controller, ILogger logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(3);

    /// <summary>Follows until cancelled.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period);
        do
        {
            try
            {
                var head = await forge.HeadAsync(cancellationToken);
                if (head == controller.ReconciledCommit)
                    continue;
                await controller.RefreshAsync(head, cancellationToken);
            }
            catch (PlatformException e)
            {
                logger.NotReconciled(e.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
        while (await WaitAsync(timer, cancellationToken));
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
