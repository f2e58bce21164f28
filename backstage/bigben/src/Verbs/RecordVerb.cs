using System.CommandLine;
using System.Text.Json;
using BigBen.Pipeline;
using BigBen.Pipeline.Remote;

namespace BigBen.Verbs;

/// <summary><c>record</c>: writes what was built into developer's record, one commit of main for all services.</summary>
internal static class RecordVerb
{
    public static System.CommandLine.Command Create()
    {
        var revision = new Option<string>("--revision") { Description = "The commit that was built (default: HEAD).", HelpName = "REV", DefaultValueFactory = _ => "HEAD" };
        var remote = RemoteOptions.Remote();
        var registry = RemoteOptions.Registry();
        var json = SharedOptions.Json();
        var command = new System.CommandLine.Command("record", "Record the images of a commit in developer, by one commit of main.") { revision, remote, registry, json };
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
        var (result, records) = await new RemoteDelivery(branch, RemoteOptions.Images(registry)).RecordAsync(revision, cancellationToken);
        var words = records.Keys.Except(result.Kept).Order(StringComparer.Ordinal);
        await session.Output.WriteLineAsync(json
            ? JsonSerializer.Serialize(new { result.Commit, result.Changed, result.Kept, Services = records }, JsonPrinting.Options)
            : result.Changed ? $"developer is {result.Commit[..7]}: {string.Join(", ", words)}."
            : result.Kept.Count > 0 ? $"developer runs newer images of {string.Join(" and ", result.Kept)}; nothing to record."
            : "Nothing to record.");
        return ExitCode.Done;
    }
}
