using BigBen.Platforms.Local;

namespace BigBen.Verbs.Lifecycle;

/// <summary><c>stop</c>: ends the platform's process in good order and keeps everything that it has.</summary>
internal static class StopVerb
{
    public static Verb Create() =>
        new Verb(
            "stop", "Stop the platform's process, and the pods of a local platform; what it has stays, and up goes on from there.",
            "big-ben.sh stop")
            .Does((session, _, cancellationToken) => RunAsync(session, cancellationToken));

    private static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        var wasRunning = Directory.Exists(session.State.Path) && await new Daemon(session.State).StopAsync(cancellationToken);
        await session.Output.WriteLineAsync(wasRunning
            ? "The platform is stopped; ./bootstrap/big-ben.sh goes on from here."
            : $"No platform of '{session.State.Path}' is running.");
    }
}
