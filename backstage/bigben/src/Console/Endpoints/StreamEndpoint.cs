using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace BigBen.Console.Endpoints;

/// <summary>
/// <c>GET /api/v1/stream</c>: server-sent events that say that something changed. A connection looks at the platform at its own pace and
/// keeps no queue: a reader that is slow or gone misses states in between, and nobody waits for it.
/// </summary>
internal static class StreamEndpoint
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    // Tells a browser that the connection lives, and tells us that the browser does not.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet(PlatformRoutes.Stream, (CancellationToken gone) => TypedResults.ServerSentEvents(FollowAsync(context, gone)))
            .WithSummary("Server-sent events: 'change' whenever anything that the console shows has changed, 'alive' in between.");

    private static async IAsyncEnumerable<SseItem<string>> FollowAsync(
        ConsoleContext context, [EnumeratorCancellation] CancellationToken gone)
    {
        using var timer = new PeriodicTimer(Period, context.Clock);
        var seen = -1L;
        var spoke = context.Clock.GetTimestamp();
        do
        {
            var version = context.Version;
            if (version == seen && context.Clock.GetElapsedTime(spoke) <= KeepAlive)
                continue;
            yield return new SseItem<string>($"{version}", version == seen ? "alive" : "change");
            (seen, spoke) = (version, context.Clock.GetTimestamp());
        }
        while (await timer.WaitForNextTickAsync(gone));
    }
}
