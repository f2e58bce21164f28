using System.CommandLine;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Logs;
using BigBen.Verbs.Usage;

namespace BigBen.Verbs.Views;

/// <summary><c>logs</c>: shows and follows what an Application's pods write.</summary>
internal static class LogsVerb
{
    public static System.CommandLine.Command Create()
    {
        var application = new Argument<string>("application") { Description = "The Application, such as developer-service-a." };
        var tail = NumberOption.Create("--tail", "N", "How many lines of the past to show, per pod (default: 100).", 0, 1_000_000);
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with new lines until Ctrl-C." };
        var command = new Verb(
            "logs", "Show what an Application's pods write.",
            "big-ben.sh logs developer-service-a --tail 20 --follow") { application, tail, follow };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            Session.Open(parsed),
            parsed.GetValue(application)!,
            parsed.GetValue(tail) ?? 100,
            parsed.GetValue(follow),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Session session, string application, int tail, bool follow, CancellationToken cancellationToken)
    {
        using var api = PlatformApi.Open(session.State);
        await using var cache = await ClusterCache.StartAsync(
            api, TimeProvider.System, cancellationToken,
            [ResourceKind.Applications, ResourceKind.ReplicaSets, ResourceKind.Jobs, ResourceKind.Pods]);
        try
        {
            var query = new LogQuery { Tail = tail, Follow = follow };
            await foreach (var line in ApplicationLog.ReadAsync(api, cache, application, query, cancellationToken))
                await session.Output.WriteLineAsync($"{line.Pod} {line.Text}");
        }
        catch (OperationCanceledException) when (follow)
        {
            // Ctrl-C is how following ends.
        }

        return ExitCode.Done;
    }
}
