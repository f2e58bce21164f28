using BigBen.Foundation;

namespace BigBen.Console.Endpoints;

/// <summary>POSTs that start a run and answer with its events, one JSON object a line, until it ends.</summary>
internal static class RunsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context)
    {
        var actions = context.Actions;
        routes.MapPost(PlatformRoutes.Pushes, (PushRequest request, HttpContext http) =>
            StreamAsync(context, http, "push", (run, cancellation) => actions.PushAsync(run, request, cancellation)));
        routes.MapPost(PlatformRoutes.Deliveries, (HttpContext http) => StreamAsync(context, http, "deliver", actions.DeliverAsync));
        routes.MapPost(PlatformRoutes.Releases, (ReleaseRequest request, HttpContext http) =>
            StreamAsync(context, http, "release", (run, cancellation) => actions.ReleaseAsync(run, request, cancellation)));
        routes.MapPost(PlatformRoutes.Rollbacks, (RollbackRequest request, HttpContext http) =>
            StreamAsync(context, http, "rollback", (run, cancellation) => actions.RollbackAsync(run, request, cancellation)));
    }

    private static async Task StreamAsync(ConsoleContext context, HttpContext http, string kind, Func<Run, CancellationToken, Task<string>> body)
    {
        http.Response.ContentType = "application/x-ndjson";
        await http.Response.StartAsync(http.RequestAborted);
        await foreach (var runEvent in context.Journal.Start(kind, body, http.RequestAborted))
        {
            await http.Response.WriteAsync(runEvent.ToJson() + "\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }
}
