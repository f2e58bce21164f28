using System.CommandLine;
using BigBen.Console;
using BigBen.Pipeline.Protection;
using BigBen.Pipeline.Remote;
using BigBen.Verbs.Remote;

namespace BigBen.Verbs;

/// <summary><c>approve</c>: records a second person's word on what waits to be delivered.</summary>
internal static class ApproveVerb
{
    public static Verb Create()
    {
        var request = new Argument<string>("request")
        {
            Description = "The commit of the request, as 'status' and the waiting command name it: at least seven characters.",
        };
        var remote = RemoteOptions.InsteadOfPlatform("the approval");
        return new Verb(
            "approve", "Approve a waiting release or rollback that somebody else requested.",
            "big-ben.sh approve 1a2b3c4",
            "big-ben.sh approve 1a2b3c4 --remote origin")
        {
            request, remote,
        }.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            parsed.GetValue(request)!,
            parsed.GetValue(remote),
            cancellationToken));
    }

    private static async Task RunAsync(Session session, string request, string? remote, CancellationToken cancellationToken)
    {
        var by = await Person.OfThisProcessAsync(session.Root, cancellationToken);
        if (remote is null)
        {
            var client = await PlatformClient.RequireAsync(session.State, cancellationToken);
            await RunView.ShowAsync(
                session, client, PlatformRoutes.Approvals, new ApprovalRequest(request, by?.ToString()), cancellationToken);
            return;
        }

        var branch = await RemoteBranch.OpenAsync(session.Root, remote, cancellationToken);
        await session.Output.WriteLineAsync(await new Approver(branch).ApproveAsync(request, by, cancellationToken));
    }
}
