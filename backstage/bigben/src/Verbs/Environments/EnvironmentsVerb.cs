using BigBen.Git;
using BigBen.Pipeline.Layout;
using BigBen.Verbs.Remote;

namespace BigBen.Verbs.Environments;

/// <summary><c>environments</c>: the list of the environments, for people and for workflows.</summary>
internal static class EnvironmentsVerb
{
    public static Verb Create()
    {
        var revision = RemoteOptions.Revision("The commit whose list is read (default: HEAD).");
        var json = SharedOptions.Json();
        return new Verb(
            "environments", "List the environments in the order in which versions go through them.", "big-ben.sh environments --json")
        {
            revision, json,
        }.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            parsed.GetValue(revision)!,
            parsed.GetValue(json),
            cancellationToken));
    }

    private static async Task RunAsync(Session session, string revision, bool json, CancellationToken cancellationToken)
    {
        var git = GitCli.OfCheckout(session.Root);
        var listed = await EnvironmentList.ReadAsync(git, await git.ResolveAsync(revision, cancellationToken), cancellationToken);
        var second = listed.Released.First().Name;
        // One line, because a workflow's outputs are lines.
        await session.Output.WriteLineAsync(json
            ? JsonSerializer.Serialize(new { listed.First, second, listed.Last, Environments = listed.All }, JsonSerializerOptions.Web)
            : listed.Way);
    }
}
