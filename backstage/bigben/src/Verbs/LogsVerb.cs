using System.CommandLine;
using BigBen.Console;
using BigBen.Foundation;

namespace BigBen.Verbs;

/// <summary><c>logs</c>: shows and follows what an Application's pods write.</summary>
internal static class LogsVerb
{
    public static System.CommandLine.Command Create()
    {
        var application = new Argument<string>("application") { Description = "The Application, such as developer-service-a." };
        var tail = new Option<int>("--tail") { Description = "How many lines of the past to show, per pod.", DefaultValueFactory = _ => 100, HelpName = "N" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with new lines until Ctrl-C." };
        var command = new System.CommandLine.Command("logs", "Show what an Application's pods write.") { application, tail, follow };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            Session.Open(parsed.GetValue(SharedOptions.State)),
            parsed.GetValue(application)!,
            parsed.GetValue(tail),
            parsed.GetValue(follow),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Session session, string application, int tail, bool follow, CancellationToken cancellationToken)
    {
        using var client = await PlatformClient.RequireAsync(session.State, cancellationToken);
        try
        {
            await client.CopyLogsAsync(application, tail, follow, session.Output, cancellationToken);
        }
        catch (OperationCanceledException) when (follow)
        {
            // Ctrl-C is how following ends.
        }
        catch (IOException) when (!follow)
        {
            throw new PlatformException("The platform went away; run ./bootstrap/big-ben.sh to go on from here.");
        }

        return ExitCode.Done;
    }
}
