namespace BigBen.Console.Endpoints;

/// <summary>POSTs that start a run and answer with its events, one JSON object a line, until it ends.</summary>
internal static class RunsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, RunJournal journal, IPlatformActions actions)
    {
        routes.MapPost(PlatformRoutes.Pushes, (PushRequest request, HttpContext http) =>
            StreamAsync(journal, http, "push", (run, cancellation) => actions.PushAsync(run, request, cancellation)));
        routes.MapPost(PlatformRoutes.Deliveries, (HttpContext http) => StreamAsync(journal, http, "deliver", actions.DeliverAsync));
        routes.MapPost(PlatformRoutes.Releases, (ReleaseRequest request, HttpContext http) =>
            StreamAsync(journal, http, "release", (run, cancellation) => actions.ReleaseAsync(run, request, cancellation)));
        routes.MapPost(PlatformRoutes.Rollbacks, (RollbackRequest request, HttpContext http) =>
            StreamAsync(journal, http, "rollback", (run, cancellation) => actions.RollbackAsync(run, request, cancellation)));
        routes.MapPost(PlatformRoutes.Approvals, (ApprovalRequest request, HttpContext http) =>
            StreamAsync(journal, http, "approve", (run, cancellation) => actions.ApproveAsync(run, request, cancellation)));
    }

    private static async Task StreamAsync(
        RunJournal journal, HttpContext http, string kind, Func<Run, CancellationToken, Task<string>> body)
    {
        http.Response.ContentType = "application/x-ndjson";
        await http.Response.StartAsync(http.RequestAborted);
        await foreach (var runEvent in journal.Start(kind, body, http.RequestAborted))
        {
            await http.Response.WriteAsync(runEvent.ToJson() + "\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }
}
