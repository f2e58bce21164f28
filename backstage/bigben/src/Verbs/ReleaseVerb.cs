using System.CommandLine;
using BigBen.Bootstrap.Local;
using BigBen.Console;

namespace BigBen.Verbs;

/// <summary><c>release</c>: gives what developer runs a version and makes it live in production.</summary>
internal static class ReleaseVerb
{
    public static System.CommandLine.Command Create()
    {
        var version = new Argument<string>("version") { Description = "The version: v and a semantic version, such as v1.2.0." };
        var revision = new Option<string?>("--revision")
        {
            Description = "The commit, branch or tag of the forge to release (default: main, which must hold your HEAD).",
            HelpName = "REV",
        };
        var command = new System.CommandLine.Command("release", "Release what developer runs: the same images, live in production.")
        {
            version,
            revision,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            Session.Open(parsed.GetValue(SharedOptions.State)),
            parsed.GetValue(version)!,
            parsed.GetValue(revision),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Session session, string version, string? revision, CancellationToken cancellationToken)
    {
        var client = await PlatformClient.RequireAsync(session.State, cancellationToken);
        if (revision is null)
            await Undelivered.RequireNoneAsync(session.Root, session.State.Forge, cancellationToken);
        return await RunView.ShowAsync(session, client, PlatformRoutes.Releases, new ReleaseRequest(version, revision), cancellationToken);
    }
}
