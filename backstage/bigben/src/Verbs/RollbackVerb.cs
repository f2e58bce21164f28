using System.CommandLine;
using BigBen.Console;

namespace BigBen.Verbs;

/// <summary><c>rollback</c>: restores what a service ran before in an environment, as a commit.</summary>
internal static class RollbackVerb
{
    public static System.CommandLine.Command Create()
    {
        var service = new Argument<string>("service") { Description = "The service, such as service-a." };
        var environment = new Argument<string>("environment") { Description = "The environment: developer or production." };
        var command = new System.CommandLine.Command("rollback", "Restore a service's previous image, chart and values in an environment.") { service, environment };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            Session.Open(parsed.GetValue(SharedOptions.State)),
            parsed.GetValue(service)!,
            parsed.GetValue(environment)!,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Session session, string service, string environment, CancellationToken cancellationToken)
    {
        var client = await PlatformClient.RequireAsync(session.State, cancellationToken);
        return await RunView.ShowAsync(session, client, PlatformRoutes.Rollbacks, new RollbackRequest(service, environment), cancellationToken);
    }
}
