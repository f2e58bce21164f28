using System.CommandLine;
using BigBen.Bootstrap;
using BigBen.Foundation;

namespace BigBen.Verbs;

/// <summary><c>up</c>: brings the platform up, proves every URL and prints them.</summary>
internal static class UpVerb
{
    internal const int DefaultPort = 8080;

    public static System.CommandLine.Command Create()
    {
        var port = new Option<int?>("--port") { Description = $"The port that every host is served on (default: {DefaultPort}, or the one in use).", HelpName = "PORT" };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 65535)
                result.AddError("--port takes a number from 1 to 65535");
        });
        var platform = new Option<string>("--platform")
        {
            Description = "'local' runs the manifests as processes; 'auto' chooses and says why.",
            DefaultValueFactory = _ => "auto",
        };
        platform.AcceptOnlyFromAmong("auto", "local");
        var command = new System.CommandLine.Command("up", "Bring the platform up, prove every URL and print them.") { port, platform };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            Session.Open(parsed.GetValue(SharedOptions.State)),
            parsed.GetValue(port),
            parsed.GetValue(platform)!,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Session session, int? port, string platform, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var chosen = await PlatformChoice.ChooseAsync(platform, cancellationToken);
        var served = port ?? PlatformRecord.Read(session.State)?.Port ?? DefaultPort;
        UpResult result;
        using (var display = session.Display())
        {
            display.Line($"Big Ben on platform '{chosen.Name}': {chosen.Why}");
            var bootstrap = new LocalBootstrap(session.Root, session.State, served, display.Show);
            result = await bootstrap.UpAsync(cancellationToken);
        }

        UpSummary.Print(session.Output, result, served, TimeProvider.System.GetElapsedTime(started));
        return ExitCode.Done;
    }
}
