using System.Globalization;
using System.Net;
using System.Net.Sockets;
using BigBen.Foundation;
using BigBen.Manifests.Specs;

namespace BigBen.Runtime;

/// <summary>What a probe's command is run with.</summary>
/// <param name="Directory">The folder of the image.</param>
/// <param name="Environment">The environment of the pod's process.</param>
/// <param name="Ports">The ports of the pod's process.</param>
internal sealed record ProbeTarget(string Directory, IReadOnlyDictionary<string, string> Environment, IReadOnlyList<PodPort> Ports);

/// <summary>Carries out the actions of probes and hooks.</summary>
internal static class ProbeRunner
{
    // As the kubelet: a fresh connection every time, no proxy, no certificate checked. Redirects are not followed: 3xx is success.
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.Zero,
#pragma warning disable CA5359 // Probes go to loopback, and the kubelet checks no certificate either.
        SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
#pragma warning restore CA5359
    })
    { Timeout = System.Threading.Timeout.InfiniteTimeSpan };

    /// <summary>Null where the action succeeds, otherwise what went wrong.</summary>
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
                HttpAction http => await GetAsync(http, target, both.Token),
                TcpAction tcp => await ConnectAsync(PortOf(tcp.Port, target), both.Token),
                ExecAction exec => await ExecuteAsync(exec, target, both.Token),
                SleepAction sleep => await SleepAsync(sleep, clock, both.Token),
                _ => throw new InvalidOperationException($"no way to run {action}"),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"no answer within {timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s";
        }
    }

    private static async Task<string?> GetAsync(HttpAction http, ProbeTarget target, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{http.Scheme}://127.0.0.1:{PortOf(http.Port, target)}{http.Path}");
        request.Headers.TryAddWithoutValidation("User-Agent", "kube-probe/1.36");
        request.Headers.ConnectionClose = true;
        foreach (var (name, value) in http.Headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (int)response.StatusCode is >= 200 and < 400 ? null : $"GET {http.Path} answered {(int)response.StatusCode}";
        }
        catch (HttpRequestException e)
        {
            return $"GET {http.Path} failed: {(e.InnerException ?? e).Message}";
        }
    }

    private static async Task<string?> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
            return null;
        }
        catch (SocketException e)
        {
            return $"no connection: {e.Message}";
        }
    }

    private static async Task<string?> ExecuteAsync(ExecAction exec, ProbeTarget target, CancellationToken cancellationToken)
    {
        // A command inherits the platform's environment, which is taken away here: it is none of the pod's.
        var environment = Environment.GetEnvironmentVariables().Keys.Cast<string>().ToDictionary(name => name, _ => (string?)null);
        foreach (var (name, value) in target.Environment)
            environment[name] = value;
        try
        {
            var command = new Command(exec.Command[0], [.. exec.Command.Skip(1)]) { WorkingDirectory = target.Directory, Environment = environment };
            var result = await command.RunAsync(cancellationToken);
            return result.Succeeded ? null : $"'{string.Join(' ', exec.Command)}' failed with exit code {result.ExitCode}: {result.LastLine}";
        }
        catch (PlatformException e)
        {
            return e.Message;
        }
    }

    private static async Task<string?> SleepAsync(SleepAction sleep, TimeProvider clock, CancellationToken cancellationToken)
    {
        await Task.Delay(sleep.Time, clock, cancellationToken);
        return null;
    }

    private static int PortOf(ContainerPort port, ProbeTarget target) =>
        target.Ports.First(candidate => candidate.ContainerPort == port.Number && candidate.Name == port.Name).HostPort;
}
