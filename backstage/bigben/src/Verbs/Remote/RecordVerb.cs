using System.CommandLine;
using BigBen.Git;
using BigBen.Pipeline;
using BigBen.Pipeline.Remote;

namespace BigBen.Verbs.Remote;

/// <summary><c>record</c>: writes what a commit changes into the first environment's record, one commit of main for all services.</summary>
internal static class RecordVerb
{
    public static Verb Create()
    {
        var revision = RemoteOptions.Revision("The commit that was built (default: HEAD).");
        var branch = new Option<string?>("--branch")
        {
            Description = "The branch that it was pushed to: the remote's default branch (default), or a hotfix's such as hotfix/v1.2.1.",
            HelpName = "BRANCH",
        };
        var signed = RemoteOptions.Signed();
        var remote = RemoteOptions.Remote();
        var registry = RemoteOptions.Registry();
        var json = SharedOptions.Json();
        return new Verb(
            "record", "Record in the first environment what a commit changes, images, chart or values, by one commit of main.",
            "big-ben.sh record --registry ghcr.io/OWNER")
        {
            revision, branch, signed, remote, registry, json,
        }.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            parsed.GetValue(revision)!,
            parsed.GetValue(branch),
            parsed.GetValue(signed),
            parsed.GetValue(remote)!,
            parsed.GetValue(registry)!,
            parsed.GetValue(json),
            cancellationToken));
    }

    private static async Task RunAsync(
        Session session,
        string revision,
        string? onto,
        bool signed,
        string remote,
        string registry,
        bool json,
        CancellationToken cancellationToken)
    {
        var branch = await RemoteOptions.BranchAsync(session, remote, signed, cancellationToken);
        var delivery = new RemoteDelivery(new Rollout(branch), RemoteOptions.Images(registry));
        var target = onto is null || onto == branch.Name ? ForgeRepository.MainRef : $"refs/heads/{onto}";
        var plan = await delivery.RecordAsync(RemoteOptions.Run(session, "record"), revision, cancellationToken, target);
        await session.Output.WriteLineAsync(json
            ? JsonSerializer.Serialize(new { plan.Commit, Changed = plan.IsChange, Services = plan.Records }, JsonPrinting.Options)
            : !plan.IsChange ? "Nothing to record."
            : plan.Records.Count == 0 ? $"The records are repaired by {plan.Commit[..7]}."
            : $"{string.Join(", ", plan.Records.Keys.Order(StringComparer.Ordinal))} recorded for {plan.Environment} by "
                + $"{plan.Commit[..7]}; Argo CD brings it there.");
    }
}
