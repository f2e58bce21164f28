using System.CommandLine;
using System.Text.Json;
using BigBen.Pipeline;
using BigBen.Pipeline.Remote;

namespace BigBen.Verbs.Remote;

/// <summary><c>record</c>: writes what a commit changes into developer's record, one commit of main for all services.</summary>
internal static class RecordVerb
{
    public static System.CommandLine.Command Create()
    {
        var revision = new Option<string>("--revision")
        {
            Description = "The commit that was built (default: HEAD).",
            HelpName = "REV",
            DefaultValueFactory = _ => "HEAD",
        };
        var remote = RemoteOptions.Remote();
        var registry = RemoteOptions.Registry();
        var json = SharedOptions.Json();
        var command = new System.CommandLine.Command(
            "record", "Record in developer what a commit changes, images, chart or values, by one commit of main.")
        {
            revision,
            remote,
            registry,
            json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            Session.Open(parsed.GetValue(SharedOptions.State)),
            parsed.GetValue(revision)!,
            parsed.GetValue(remote)!,
            parsed.GetValue(registry)!,
            parsed.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        Session session, string revision, string remote, string registry, bool json, CancellationToken cancellationToken)
    {
        var branch = await RemoteBranch.OpenAsync(session.Root, remote, cancellationToken);
        var plan = await new RemoteDelivery(new Rollout(branch), RemoteOptions.Images(registry))
            .RecordAsync(RemoteOptions.Run(session, "record"), revision, cancellationToken);
        await session.Output.WriteLineAsync(json
            ? JsonSerializer.Serialize(new { plan.Commit, Changed = plan.IsChange, Services = plan.Records }, JsonPrinting.Options)
            : plan.IsChange ? $"developer is {plan.Commit[..7]}: {string.Join(", ", plan.Records.Keys.Order(StringComparer.Ordinal))}."
            : "Nothing to record.");
        return ExitCode.Done;
    }
}
