using System.CommandLine;
using BigBen.Console;
using BigBen.Platforms.Local;

namespace BigBen.Verbs;

/// <summary><c>release</c>: gives what developer runs a version and makes it live in production.</summary>
internal static class ReleaseVerb
{
    public static System.CommandLine.Command Create()
    {
        var version = SharedOptions.Version("The version: v and a semantic version, such as v1.2.0.");
        var revision = new Option<string?>("--revision")
        {
            Description = "The commit, branch or tag of the forge to release (default: main, which must hold your HEAD).",
            HelpName = "REV",
        };
        var force = Force();
        var command = new Verb(
            "release", "Release what developer runs: the same images, live in production.",
            "big-ben.sh release v1.2.0",
            "big-ben.sh release v1.2.0 --revision main")
        {
            version, revision, force,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            Session.Open(parsed.GetValue(SharedOptions.State)),
            new ReleaseRequest(parsed.GetValue(version)!, parsed.GetValue(revision), parsed.GetValue(force)),
            cancellationToken));
        return command;
    }

    /// <summary>The option to release what developer was rolled back from.</summary>
    public static Option<bool> Force() => new("--force") { Description = "Release an image although developer was rolled back from it." };

    private static async Task<int> RunAsync(Session session, ReleaseRequest request, CancellationToken cancellationToken)
    {
        var client = await PlatformClient.RequireAsync(session.State, cancellationToken);
        if (request.Revision is null)
            await Undelivered.RequireNoneAsync(session.Root, session.State.Forge, cancellationToken);
        return await RunView.ShowAsync(session, client, PlatformRoutes.Releases, request, cancellationToken);
    }
}
