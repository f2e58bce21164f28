namespace BigBen.Console.Endpoints;

/// <summary>
/// <c>GET /api/v1/runs</c>, <c>/{id}</c> and <c>/{id}/logs/{log}</c>: what ran, step by step, and the output of its programs.
/// </summary>
internal static class RunListEndpoint
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context)
    {
        var journal = context.Journal;
        routes.MapGet(PlatformRoutes.Runs, (int? limit) => TypedResults.Ok(Latest(journal, limit ?? 50)))
            .WithSummary("The latest runs, the newest first: pushes, deliveries, releases, rollbacks, restarts, refreshes.");
        routes.MapGet($"{PlatformRoutes.Runs}/{{id}}", (string id) => journal.Find(id) is { } run ? Results.Ok(run) : Unknown(id))
            .WithSummary("One run with its steps.").Produces<RunDocument>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet(
            $"{PlatformRoutes.Runs}/{{id}}/logs/{{log}}",
            async (string id, string log, int? tail, bool? follow, HttpContext http) =>
            {
                Func<bool>? isLive = follow == true ? () => journal.IsActive(id) : null;
                if (journal.LogPath(id, log) is { } path)
                    await LogText.WriteAsync(http, RunLog.ReadAsync(path, tail, isLive, context.Clock, http.RequestAborted));
                else
                    await Unknown($"{id}/{log}").ExecuteAsync(http);
            })
            .WithSummary("The output of a run's program, as text; with follow until the run ends.")
            .Produces<string>(contentType: "text/plain").ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>The latest runs, the newest first.</summary>
    public static IReadOnlyList<RunDocument> Latest(RunJournal journal, int limit) =>
        [.. journal.Ids.Take(Math.Clamp(limit, 1, Most)).Select(journal.Find).OfType<RunDocument>()];

    private static IResult Unknown(string id) =>
        Results.Problem(
            $"There is no run '{id}'; GET {PlatformRoutes.Runs} lists those that are kept.", statusCode: StatusCodes.Status404NotFound);
}
