using System.Text.Json;

namespace BigBen.Console.Endpoints;

/// <summary>
/// <c>GET /api/v1/stream</c> says that something changed; <c>GET /api/v1/stream/applications</c> says what, in Argo CD's words. Both are
/// server-sent events. A connection looks at the platform at its own pace and keeps no queue: a reader that is slow or gone misses states
/// in between, and nobody waits for it.
/// </summary>
internal static class StreamEndpoint
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    // Tells a browser that the connection lives, and tells us that the browser does not.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context)
    {
        routes.MapGet(PlatformRoutes.Stream, async (HttpContext http, CancellationToken gone) => await FollowAsync(context, http, version => [$"event: change\ndata: {version}\n\n"], gone))
            .WithSummary("Server-sent events: 'change' whenever anything that the console shows has changed.").Produces<string>(contentType: "text/event-stream");
        routes.MapGet($"{PlatformRoutes.Stream}/applications", async (HttpContext http, CancellationToken gone) =>
            {
                var sent = new Dictionary<string, string>();
                await FollowAsync(context, http, _ => Changes(context, sent), gone);
            })
            .WithSummary("Server-sent events in Argo CD's shape: each Application as it is ADDED, MODIFIED or DELETED.").Produces<string>(contentType: "text/event-stream");
    }

    private static async Task FollowAsync(ConsoleContext context, HttpContext http, Func<long, IEnumerable<string>> messages, CancellationToken gone)
    {
        http.Response.ContentType = "text/event-stream";
        await http.Response.StartAsync(gone);
        using var timer = new PeriodicTimer(Period, context.Clock);
        var seen = -1L;
        var spoke = context.Clock.GetTimestamp();
        do
        {
            var version = context.Version;
            var isSilent = context.Clock.GetElapsedTime(spoke) > KeepAlive;
            if (version == seen && !isSilent)
                continue;
            foreach (var message in version == seen ? [": still here\n\n"] : messages(version))
                await http.Response.WriteAsync(message, gone);
            await http.Response.Body.FlushAsync(gone);
            (seen, spoke) = (version, context.Clock.GetTimestamp());
        }
        while (await timer.WaitForNextTickAsync(gone));
    }

    private static IEnumerable<string> Changes(ConsoleContext context, Dictionary<string, string> sent)
    {
        var applications = ApplicationsEndpoint.All(context);
        foreach (var application in applications)
        {
            var json = JsonSerializer.Serialize(application, JsonSerializerOptions.Web);
            var isNew = !sent.TryGetValue(application.Name, out var last);
            if (last == json)
                continue;
            sent[application.Name] = json;
            yield return Message(isNew ? "ADDED" : "MODIFIED", json);
        }

        foreach (var gone in sent.Keys.Except(applications.Select(application => application.Name)).ToList())
        {
            yield return Message("DELETED", sent[gone]);
            sent.Remove(gone);
        }
    }

    private static string Message(string type, string application) => $"data: {{\"result\":{{\"type\":\"{type}\",\"application\":{application}}}}}\n\n";
}
