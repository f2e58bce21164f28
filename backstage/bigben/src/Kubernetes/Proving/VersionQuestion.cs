using System.Diagnostics;
using System.Text.Json;
using BigBen.Foundation;

namespace BigBen.Kubernetes.Proving;

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
    /// <param name="place">Who is asked and where, for people.</param>
    /// <param name="request">Makes the request anew.</param>
    /// <param name="http">Asks.</param>
    /// <param name="deadline">How long to ask.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="PlatformException">It did not answer so in time; the message says what it answered last.</exception>
    public static Task UntilAsync(
        string expected, string place, Func<HttpRequestMessage> request, HttpClient http, TimeSpan deadline,
        CancellationToken cancellationToken) =>
        UntilAsync(
            expected,
            place,
            async token =>
            {
                using var message = request();
                return await http.SendAsync(message, token);
            },
            deadline,
            cancellationToken);

    /// <inheritdoc cref="UntilAsync(string, string, Func{HttpRequestMessage}, HttpClient, TimeSpan, CancellationToken)"/>
    /// <param name="expected">The version.</param>
    /// <param name="place">Who is asked and where, for people.</param>
    /// <param name="send">Asks once.</param>
    /// <param name="deadline">How long to ask.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public static async Task UntilAsync(
        string expected, string place, Func<CancellationToken, Task<HttpResponseMessage>> send, TimeSpan deadline,
        CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        string seen;
        do
        {
            seen = await AskAsync(send, cancellationToken);
            if (seen == $"version {expected}")
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
        while (Stopwatch.GetElapsedTime(started) < deadline);

        throw new PlatformException($"{place} answers {seen} where version {expected} was expected; "
            + "see './bootstrap/big-ben.sh status' and the Application's logs.");
    }

    private static async Task<string> AskAsync(
        Func<CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            using var response = await send(patience.Token);
            var body = await response.Content.ReadAsStringAsync(patience.Token);
            if (!response.IsSuccessStatusCode)
                return $"{(int)response.StatusCode} {response.ReasonPhrase}";
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("version", out var version)
                ? $"version {version}"
                : "JSON without a version";
        }
        catch (HttpRequestException e)
        {
            return $"nothing ({e.Message})";
        }
        catch (JsonException)
        {
            return "no JSON";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "nothing within 5 s";
        }
    }
}
