using BigBen.Platforms;

namespace BigBen.Verbs.Lifecycle;

/// <summary><c>down</c>: takes the platform down and removes everything it had on this machine.</summary>
internal static class DownVerb
{
    public static Verb Create() =>
        new Verb(
            "down", "Stop the platform and remove what it made: its cluster, or its objects in yours, processes, git remote, state folder.",
            "big-ben.sh down")
            .Does((session, _, cancellationToken) => RunAsync(session, cancellationToken));

    private static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        string closing;
        await using (var display = session.Display())
            closing = await new Teardown(session.Root, session.State, display.Show).DownAsync(cancellationToken);
        await session.Output.WriteLineAsync(closing);
    }
}
