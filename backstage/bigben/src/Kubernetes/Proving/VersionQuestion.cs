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
    public static async Task UntilAsync(
        string expected, string place, Func<HttpRequestMessage> request, HttpClient http, TimeSpan deadline,
        CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        string seen;
        do
        {
            seen = await AskAsync(request, http, cancellationToken);
            if (seen == $"version {expected}")
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
        while (Stopwatch.GetElapsedTime(started) < deadline);

        throw new PlatformException($"{place} answers {seen} where version {expected} was expected; "
            + "see './bootstrap/big-ben.sh status' and the Application's logs.");
    }

    /// <summary>What the body of an answer tells: <c>version 1.2.0</c>, or what it is instead.</summary>
    public static string Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("version", out var version)
                ? $"version {version}"
                : "JSON without a version";
        }
        catch (JsonException)
        {
            return "no JSON";
        }
    }

    private static async Task<string> AskAsync(Func<HttpRequestMessage> request, HttpClient http, CancellationToken cancellationToken)
    {
        using var message = request();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            using var response = await http.SendAsync(message, patience.Token);
            var body = await response.Content.ReadAsStringAsync(patience.Token);
            if (!response.IsSuccessStatusCode)
                return $"{(int)response.StatusCode} {response.ReasonPhrase}";
            return Read(body);
        }
        catch (HttpRequestException e)
        {
            return $"nothing ({e.Message})";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "nothing within 5 s";
        }
    }
}
