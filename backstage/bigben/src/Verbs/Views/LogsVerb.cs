using System.CommandLine;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Logs;
using BigBen.Verbs.Usage;
using Microsoft.Win32.SafeHandles;

namespace BigBen.Verbs.Views;

/// <summary><c>logs</c>: shows and follows what an Application's pods write.</summary>
internal static class LogsVerb
{
    // EPIPE of Linux and macOS.
    private const int BrokenPipe = 32;

    public static Verb Create()
    {
        var application = new Argument<string>("application") { Description = "The Application, such as developer-service-a." };
        var tail = NumberOption.Create("--tail", "N", "How many lines of the past to show, per pod (default: 100).", 0, 1_000_000);
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with new lines until Ctrl-C." };
        return new Verb(
            "logs", "Show what an Application's pods write.",
            "big-ben.sh logs developer-service-a --tail 20 --follow") { application, tail, follow }
            .Does((session, parsed, cancellationToken) => RunAsync(
                session,
                parsed.GetValue(application)!,
                parsed.GetValue(tail) ?? 100,
                parsed.GetValue(follow),
                cancellationToken));
    }

    private static async Task RunAsync(Session session, string application, int tail, bool follow, CancellationToken cancellationToken)
    {
        using var api = await PlatformApi.OpenAsync(session.State, cancellationToken);
        await using var cache = await ClusterCache.StartAsync(
            api, TimeProvider.System, cancellationToken,
            [ResourceKind.Applications, ResourceKind.ReplicaSets, ResourceKind.Jobs, ResourceKind.Pods]);
        var output = Output(session);
        try
        {
            var query = new LogQuery { Tail = tail, Follow = follow };
            await foreach (var line in ApplicationLog.ReadAsync(api, cache, application, query, cancellationToken))
                await output.WriteLineAsync($"{line.Pod} {line.Text}");
        }
        catch (OperationCanceledException) when (follow)
        {
            // Ctrl-C is how following ends.
        }
        catch (IOException e) when (e.HResult == BrokenPipe)
        {
            // Whoever read has seen enough, as with `logs … | head`.
        }
    }

    // The console's own stream hides that nobody reads its pipe any more, and following would never end.
    private static TextWriter Output(Session session)
    {
        if (OperatingSystem.IsWindows() || !System.Console.IsOutputRedirected)
            return session.Output;
        var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return output.CanSeek ? session.Output : new StreamWriter(output) { AutoFlush = true };
    }
}
