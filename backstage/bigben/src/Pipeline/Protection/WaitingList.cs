using BigBen.Git;
using BigBen.Pipeline.Layout;

namespace BigBen.Pipeline.Protection;

/// <summary>What waits to be delivered.</summary>
internal static class WaitingList
{
    /// <summary>What waits, at most one change for each environment.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="head">The tip of main.</param>
    /// <param name="clock">Tells whether windows are open.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<IReadOnlyList<WaitingRow>> ReadAsync(
        GitCli git, string head, TimeProvider clock, CancellationToken cancellationToken)
    {
        var rows = new List<WaitingRow>();
        foreach (var environment in (await EnvironmentList.ReadAsync(git, head, cancellationToken)).Released)
        {
            if (environment.Protection.IsAny
                && await ChangeRequest.FindAsync(git, head, environment.Name, cancellationToken) is { } request)
            {
                var approvals = ProtectionGate.Counting(environment, request.By, request.Approvals);
                var missing = Waiting.Missing(environment.Protection, approvals.Count, request.Commit, clock.GetUtcNow());
                rows.Add(new WaitingRow(environment.Name, request.Change.Summary, $"{request.By}", request.Since, request.Commit, missing));
            }
        }

        return rows;
    }
}
