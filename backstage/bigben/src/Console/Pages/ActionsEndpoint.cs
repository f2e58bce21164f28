using BigBen.Console.Endpoints;
using BigBen.Delivery;
using BigBen.Foundation;

namespace BigBen.Console.Pages;

/// <summary>
/// <c>POST /actions/{action}</c>: starts a run and leads to its page. The run goes on whatever becomes of the browser. What git decides goes
/// through git.
/// </summary>
internal static class ActionsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context)
    {
        Post("release", form =>
        {
            var request = new ReleaseRequest(form["version"].ToString(), ConfirmPage.Blank(form["revision"]));
            return (run, cancellation) => context.Actions.ReleaseAsync(run, request, cancellation);
        });
        Post("rollback", form =>
        {
            var application = Of(form).Application;
            return (run, cancellation) => context.Actions.RollbackAsync(run, new RollbackRequest(application.ReleaseName, application.Namespace), cancellation);
        });
        Post("restart", form =>
        {
            var application = Of(form);
            return (run, cancellation) => RestartAsync(run, context, application, cancellation);
        });
        Post("refresh", form =>
        {
            var name = Of(form).Application.Name;
            return (run, cancellation) => RefreshAsync(run, context, name, cancellation);
        });

        void Post(string action, Func<IFormCollection, Func<Run, CancellationToken, Task<string>>> work) =>
            routes.MapPost($"{ConsolePages.Actions}/{action}", async (HttpContext http) =>
            {
                var body = work(await http.Request.ReadFormAsync(http.RequestAborted));
                return SeeOther(http, $"/runs/{context.Journal.Begin(action, body, context.End)}");
            }).ExcludeFromDescription();

        ApplicationStatus Of(IFormCollection form) =>
            ApplicationsEndpoint.Find(context, $"{form["application"]}")
            ?? throw new PlatformException($"There is no Application '{form["application"]}' any more: look at the board.");
    }

    // A browser asks for the run by GET then, and a reload does nothing twice.
    private static IResult SeeOther(HttpContext http, string path)
    {
        http.Response.Headers.Location = path;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<string> RestartAsync(Run run, ConsoleContext context, ApplicationStatus status, CancellationToken cancellationToken)
    {
        var deployments = status.Resources.Where(resource => resource.Key.Kind == "Deployment").Select(resource => resource.Key).ToList();
        foreach (var deployment in deployments)
            await run.StepAsync($"restart {deployment.Name}", _ => context.Cluster.RestartAsync(deployment.Namespace, deployment.Name, cancellationToken));
        return $"{status.Application.Name} runs with new pods.";
    }

    private static async Task<string> RefreshAsync(Run run, ConsoleContext context, string name, CancellationToken cancellationToken)
    {
        await run.StepAsync("reconcile main", async step =>
        {
            var head = await context.Forge.HeadAsync(cancellationToken);
            if (await context.Controller.ReconcileAsync(head, cancellationToken) is { } failure)
                throw new PlatformException($"{failure} What ran before keeps serving.");
            step.Detail = $"main is at {head[..7]}";
        });
        var status = ApplicationsEndpoint.Find(context, name) ?? throw new PlatformException($"{name} is gone: git no longer has it.");
        return status.Conditions.Count == 0
            ? $"{name} is {status.Sync} and {status.Health.Status}."
            : throw new PlatformException(status.Conditions[0]);
    }
}
