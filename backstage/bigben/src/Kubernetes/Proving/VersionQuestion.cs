using System.Diagnostics;

namespace BigBen.Kubernetes.Proving;

/// <summary>What was answered instead of the expected version.</summary>
/// <param name="Seen">The answer, in a few words.</param>
/// <param name="IsByVersion">Whether the program itself answered; otherwise it may not have been reached.</param>
internal sealed record WrongAnswer(string Seen, bool IsByVersion);

/// <summary>Asks a URL for its version until it answers with the expected one.</summary>
internal static class VersionQuestion
{
    /// <summary>A request to a host of this machine by the route that a user takes: its name in the header, its port on loopback.</summary>
    public static HttpRequestMessage ToHost(string url, int port)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/version");
        request.Headers.Host = new Uri(url).Authority;
        return request;
    }

    /// <summary>Asks until the answer is the expected version.</summary>
    /// <param name="expected">The version.</param>
    /// <param name="request">Makes the request anew.</param>
    /// <param name="http">Asks.</param>
    /// <param name="deadline">How long to ask.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <returns>Null once it answered so; what it answered last where it did not in time.</returns>
    public static Task<WrongAnswer?> UntilAsync(
        string expected, Func<HttpRequestMessage> request, HttpClient http, TimeSpan deadline, CancellationToken cancellationToken) =>
        UntilAsync(
            expected,
            async token =>
            {
                using var message = request();
                return await http.SendAsync(message, token);
            },
            deadline,
            cancellationToken);

    /// <inheritdoc cref="UntilAsync(string, Func{HttpRequestMessage}, HttpClient, TimeSpan, CancellationToken)"/>
    /// <param name="expected">The version.</param>
    /// <param name="send">Asks once.</param>
    /// <param name="deadline">How long to ask.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public static async Task<WrongAnswer?> UntilAsync(
        string expected, Func<CancellationToken, Task<HttpResponseMessage>> send, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        WrongAnswer seen;
        do
        {
            seen = await AskAsync(send, cancellationToken);
            if (seen == Version(expected))
                return null;
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
        while (Stopwatch.GetElapsedTime(started) < deadline);

        return seen;
    }

    /// <summary>What the body of an answer tells.</summary>
    public static WrongAnswer Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("version", out var version)
                ? Version($"{version}")
                : new WrongAnswer("JSON without a version", IsByVersion: true);
        }
        catch (JsonException)
        {
            return new WrongAnswer("no JSON", IsByVersion: true);
        }
    }

    private static WrongAnswer Version(string version) => new($"version {version}", IsByVersion: true);

    private static async Task<WrongAnswer> AskAsync(
        Func<CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        var answer = await HttpAnswer.OfAsync(send, cancellationToken);
        return answer.IsSuccess ? Read(answer.Body) : new WrongAnswer(answer.Summary, IsByVersion: false);
    }
}
