using BigBen.Console.Safety;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Waiting;

namespace BigBen.Console.Pages;

/// <summary>
/// <c>POST /actions/{action}</c>: starts a run and leads to its page. The run goes on whatever becomes of the browser. What git decides
/// goes through git.
/// </summary>
internal static class ActionsEndpoint
{
    private static readonly WaitPatience Patience = new(
        Ready: TimeSpan.FromMinutes(10),
        Failing: TimeSpan.FromSeconds(5),
        Recovering: TimeSpan.FromSeconds(30),
        Pulling: TimeSpan.FromSeconds(45));

    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context)
    {
        Post("release", form =>
        {
            var request = new ReleaseRequest(
                form["version"].ToString(), ConfirmPage.Blank(form["revision"]), To: ConfirmPage.Blank(form["to"]));
            return (run, cancellation) => context.Actions.ReleaseAsync(run, request, cancellation);
        });
        Post("rollback", form =>
        {
            var application = Of(form);
            var request = new RollbackRequest(application.Service, application.Environment) { From = ConfirmPage.RecordIn(form) };
            return (run, cancellation) => context.Actions.RollbackAsync(run, request, cancellation);
        });
        Post("restart", form =>
        {
            var application = Of(form);
            return (run, cancellation) => RestartAsync(run, context, application, cancellation);
        });
        Post("refresh", form =>
        {
            var name = Of(form).Name;
            return (run, cancellation) => RefreshAsync(run, context, name, cancellation);
        });

        void Post(string action, Func<IFormCollection, Func<Run, CancellationToken, Task<string>>> work) =>
            routes.MapPost($"{ConsolePages.Actions}/{action}", async (HttpContext http) =>
            {
                if (!AntiForgery.IsForm(http.Request))
                    return Results.Problem("An action needs a form.", statusCode: StatusCodes.Status415UnsupportedMediaType);
                var body = work(await http.Request.ReadFormAsync(http.RequestAborted));
                return SeeOther(http, $"/runs/{context.Journal.Begin(action, body, context.End)}");
            }).ExcludeFromDescription();

        Application Of(IFormCollection form) =>
            ConsoleContext.Find(context.Objects, $"{form["application"]}")
            ?? throw new PlatformException($"There is no Application '{form["application"]}' any more: look at the board.");
    }

    // A browser asks for the run by GET then, and a reload does nothing twice.
    private static IResult SeeOther(HttpContext http, string path)
    {
        http.Response.Headers.Location = path;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<string> RestartAsync(
        Run run, ConsoleContext context, Application application, CancellationToken cancellationToken)
    {
        await run.StepAsync($"restart {application.Name}", async step =>
        {
            var restartedAt = await ApplicationRequests.RestartAsync(
                context.Api, application, context.Clock.GetUtcNow(), cancellationToken);
            await Wait(context).UntilAsync(
                candidate => candidate.Name == application.Name,
                (cluster, found) => Task.FromResult(found is [var one, ..] ? Workloads.OfRestart(cluster, one, restartedAt) : null),
                step.Note,
                cancellationToken);
        });
        return $"{application.Name} runs with new pods.";
    }

    private static async Task<string> RefreshAsync(Run run, ConsoleContext context, string name, CancellationToken cancellationToken)
    {
        IReadOnlyList<Application> found = [];
        await run.StepAsync("reconcile main", async step =>
        {
            // The root first: it may change what the Application is to be.
            var roots = ApplicationList.All(context.Objects).Where(application => !application.IsService)
                .Select(application => application.Name);
            string[] names = [.. roots, name];
            var asked = await ApplicationRequests.RefreshAsync(context.Api, names, cancellationToken);
            found = await Wait(context).UntilAsync(
                application => names.Contains(application.Name),
                (_, applications) => Task.FromResult(applications
                    .Select(application => Missing.OfSight(application, asked) ?? Missing.OfSync(application))
                    .FirstOrDefault(missing => missing is not null)),
                step.Note,
                cancellationToken);
            step.Detail = $"main is at {(await context.Commits.HeadAsync(cancellationToken))[..7]}";
        });
        return found.FirstOrDefault(application => application.Name == name) is { } refreshed
            ? $"{name} is {refreshed.Sync} and {refreshed.Health.Status}."
            : throw new PlatformException($"{name} is gone: git no longer has it.");
    }

    private static ApplicationWait Wait(ConsoleContext context) => new(context.Api, context.Cache, Patience, context.Clock);
}
