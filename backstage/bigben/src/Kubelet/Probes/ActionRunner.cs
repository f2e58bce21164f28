using BigBen.Foundation.Schedules;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Probes;

/// <summary>Carries out the actions of probes and hooks.</summary>
internal static class ActionRunner
{
    /// <summary>Null where the action succeeds, otherwise what went wrong, in the kubelet's words.</summary>
    /// <param name="action">The action.</param>
    /// <param name="target">What it goes to.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="clock">Tells when that is over.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<string?> RunAsync(
        ProbeAction action, ProbeTarget target, TimeSpan timeout, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return action switch
            {
                HttpAction http => await HttpGet.RunAsync(UrlOf(http, target), http.Headers, both.Token),
                TcpAction tcp => await TcpDial.RunAsync(PortOf(tcp.Port, target), both.Token),
                ExecAction exec => await ExecCommand.RunAsync(exec.Command, target, both.Token),
                SleepAction sleep => await SleepAsync(sleep, clock, both.Token),
                _ => throw new InvalidOperationException($"no way to run {action}"),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return action switch
            {
                HttpAction http => $"Get \"{UrlOf(http, target)}\": context deadline exceeded "
                    + "(Client.Timeout exceeded while awaiting headers)",
                TcpAction tcp => $"dial tcp 127.0.0.1:{PortOf(tcp.Port, target)}: i/o timeout",
                ExecAction exec => $"command timed out: \"{string.Join(' ', exec.Command)}\" timed out after {GoDuration.Of(timeout)}",
                _ => $"timed out after {GoDuration.Of(timeout)}",
            };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever a probe or hook asks for that cannot be done has failed; its container runs on.
            return e.Message;
        }
    }

    private static async Task<string?> SleepAsync(SleepAction sleep, TimeProvider clock, CancellationToken cancellationToken)
    {
        await Task.Delay(sleep.Time, clock, cancellationToken);
        return null;
    }

    private static string UrlOf(HttpAction http, ProbeTarget target) => $"{http.Scheme}://127.0.0.1:{PortOf(http.Port, target)}{http.Path}";

    private static int PortOf(ContainerPort port, ProbeTarget target) =>
        target.Ports.First(candidate => candidate.Declared == port).Number;
}
