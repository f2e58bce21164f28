using System.CommandLine;
using BigBen.Console;
using BigBen.Git;
using BigBen.Pipeline;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Performance;
using BigBen.Pipeline.Protection;
using BigBen.Platforms.Local;
using BigBen.Verbs.Stages;

namespace BigBen.Verbs;

/// <summary><c>release</c>: gives what an environment runs a version and makes it live in the next.</summary>
internal static class ReleaseVerb
{
    public static Verb Create()
    {
        var version = SharedOptions.Version("The version: v and a semantic version, such as v1.2.0.");
        var revision = new Option<string?>("--revision")
        {
            Description = "The commit, branch or tag of the forge to release (default: main, which must hold your HEAD).",
            HelpName = "REV",
        };
        var to = SharedOptions.To();
        var force = Force();
        var reason = SharedOptions.Override();
        var performance = new Option<bool>("--performance")
        {
            Description = "Refuse where a service in the environment before crosses a threshold of its performance.json.",
        };
        return new Verb(
            "release", "Give the images that an environment runs a version, and deploy them to the last environment, or to --to.",
            "big-ben.sh release v1.2.0",
            "big-ben.sh release v1.2.0 --revision main",
            "big-ben.sh release v1.2.0 --performance")
        {
            version, revision, to, force, reason, performance,
        }.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            new ReleaseRequest(parsed.GetValue(version)!, parsed.GetValue(revision), parsed.GetValue(force), parsed.GetValue(to))
            {
                Override = parsed.GetValue(reason),
            },
            parsed.GetValue(performance),
            cancellationToken));
    }

    /// <summary>The option to release what the environment before was rolled back from.</summary>
    public static Option<bool> Force() =>
        new("--force") { Description = "Release an image even if an environment was rolled back from it." };

    private static async Task RunAsync(Session session, ReleaseRequest request, bool performance, CancellationToken cancellationToken)
    {
        var client = await PlatformClient.RequireAsync(session.State, cancellationToken);
        // What others have delivered counts too, and is in the hosted repository.
        await (await ForgeBranch.OpenAsync(session.State.Forge, cancellationToken)).RefreshAsync(cancellationToken);
        // What goes further on was released already; main may have gone on since.
        if (request.Revision is null && !await IsReleasedAsync(session, request.Version!, cancellationToken))
            await Undelivered.RequireNoneAsync(session.Root, session.State.Forge, cancellationToken);
        if (performance)
            await RequirePerformanceAsync(session, request.To, cancellationToken);
        var by = await Person.OfThisProcessAsync(session.Root, cancellationToken);
        await RunView.ShowAsync(
            session, client, PlatformRoutes.Releases, request with { By = by?.ToString() }, cancellationToken);
    }

    // As the clone has the tests: what is released is what it holds.
    private static async Task RequirePerformanceAsync(Session session, string? to, CancellationToken cancellationToken)
    {
        var environments = EnvironmentList.OfClone(session.Root);
        var target = environments.RequireReleased(to);
        var gate = PerformanceGate.In(session.Root);
        var services = (await RunningUrls.OfAsync(session, target.PromotesFrom!, cancellationToken))
            .Where(service => gate.Has(service.Key)).ToDictionary();
        await PerformanceVerb.RequireAsync(session, gate, services, cancellationToken);
    }

    private static async Task<bool> IsReleasedAsync(Session session, string version, CancellationToken cancellationToken) =>
        await GitCli.OfRepository(session.State.Forge).TryResolveAsync($"refs/tags/{version}", cancellationToken) is not null;
}
