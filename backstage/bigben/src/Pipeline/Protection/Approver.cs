using BigBen.Pipeline.Layout;

namespace BigBen.Pipeline.Protection;

/// <summary>Writes somebody's approval of what waits to main.</summary>
/// <param name="branch">main.</param>
internal sealed class Approver(IMainBranch branch)
{
    // Each lost race means that somebody else succeeded.
    private const int Attempts = 50;

    /// <summary>Approves what a commit asks for.</summary>
    /// <param name="request">The commit, or the beginning of its id.</param>
    /// <param name="by">Who approves; null where that is not known.</param>
    /// <param name="cancellationToken">Stops the work; main then either has the approval or it has not.</param>
    /// <returns>A closing sentence.</returns>
    /// <exception cref="PlatformException">Nothing of that id waits, or they may not approve it.</exception>
    public async Task<string> ApproveAsync(string request, Person? by, CancellationToken cancellationToken)
    {
        var git = branch.Git;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var head = await branch.HeadAsync(cancellationToken);
            var (environment, open) = await RequireAsync(head, request, cancellationToken);
            var person = ProtectionGate.RequireDeployer(environment, by, $"approve {open.Commit[..7]}");
            var approval = await open.ApproveAsync(git, head, person, cancellationToken);
            if (await branch.TryAdvanceAsync(head, approval, null, cancellationToken))
                return $"{person} approves '{open.Change.Summary}', asked for by {open.By}; give that command again to go on.";
        }

        throw new PlatformException($"main moved {Attempts} times while the approval was being recorded: run the command again.");
    }

    private async Task<(DeliveryEnvironment Environment, ChangeRequest Request)> RequireAsync(
        string head, string request, CancellationToken cancellationToken)
    {
        var open = new List<ChangeRequest>();
        foreach (var environment in (await EnvironmentList.ReadAsync(branch.Git, head, cancellationToken)).Released)
        {
            if (await ChangeRequest.FindAsync(branch.Git, head, environment.Name, cancellationToken) is not { } found)
                continue;
            if (request.Length >= 7 && found.Commit.StartsWith(request, StringComparison.OrdinalIgnoreCase))
                return (environment, found);
            open.Add(found);
        }

        throw new PlatformException($"Nothing waits by the id '{request}': " + (open.Count == 0
            ? "nothing waits at all."
            : $"{string.Join(", ", open.Select(one => $"{one.Commit[..7]} is '{one.Change.Summary}'"))}."));
    }
}
