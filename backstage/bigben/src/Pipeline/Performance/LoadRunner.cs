using System.Net;
using System.Net.Sockets;

namespace BigBen.Pipeline.Performance;

/// <summary>Puts the load of a <see cref="PerformanceTest"/> on a URL and judges what it saw, where there is no k6.</summary>
internal static class LoadRunner
{
    // k6's own default.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs the test.</summary>
    /// <param name="test">The test.</param>
    /// <param name="url">Where the service is.</param>
    /// <param name="clock">Times it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was measured, and each threshold's outcome.</returns>
    /// <exception cref="PlatformException">A threshold is one for k6 alone.</exception>
    public static async Task<(LoadMeasurement Measurement, IReadOnlyList<ThresholdResult> Results)> RunAsync(
        PerformanceTest test, Uri url, TimeProvider clock, CancellationToken cancellationToken)
    {
        // What it cannot judge is said before the load, not after it.
        foreach (var threshold in test.Thresholds)
            threshold.Judge(new LoadMeasurement([0], 0, null));
        using var http = new HttpClient(Handler()) { BaseAddress = url, Timeout = Patience };
        var started = clock.GetTimestamp();
        var users = await Task.WhenAll(Enumerable.Range(0, test.Users).Select(_ => UserAsync()));
        var requests = users.SelectMany(user => user).ToList();
        var measurement = new LoadMeasurement(
            [.. requests.Select(request => request.Milliseconds).Order()],
            requests.Count(request => request.Failure is not null),
            requests.Select(request => request.Failure).FirstOrDefault(failure => failure is not null));
        return (measurement, [.. test.Thresholds.Select(threshold => threshold.Judge(measurement))]);

        // A request that has begun is answered, and each user asks at least once for each path.
        async Task<IReadOnlyList<(double Milliseconds, string? Failure)>> UserAsync()
        {
            var asked = new List<(double, string?)>();
            do
            {
                foreach (var path in test.Paths)
                    asked.Add(await AskAsync(http, path, clock, cancellationToken));
            }
            while (clock.GetElapsedTime(started) < test.Duration);

            return asked;
        }
    }

    private static async Task<(double Milliseconds, string? Failure)> AskAsync(
        HttpClient http, string path, TimeProvider clock, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        string? failure;
        try
        {
            using var answer = await http.GetAsync(path, cancellationToken);
            failure = (int)answer.StatusCode is >= 200 and < 400 ? null : $"{path} answers {(int)answer.StatusCode}";
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            failure = $"{path} does not answer: {e.Message}";
        }

        return (clock.GetElapsedTime(began).TotalMilliseconds, failure);
    }

    // What ends in "localhost" is this machine (RFC 6761), whether or not its resolver knows.
    private static SocketsHttpHandler Handler() => new()
    {
        UseProxy = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var endPoint = context.DnsEndPoint;
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                if (endPoint.Host.EndsWith(".localhost", StringComparison.Ordinal))
                    await socket.ConnectAsync(IPAddress.Loopback, endPoint.Port, cancellationToken);
                else
                    await socket.ConnectAsync(endPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
