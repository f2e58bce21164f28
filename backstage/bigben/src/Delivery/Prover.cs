using System.Diagnostics;
using System.Net;
using System.Text.Json;
using BigBen.Foundation;

namespace BigBen.Delivery;

/// <summary>Asks Applications for their version: from outside through the route that a user takes, and from inside as another pod would.</summary>
/// <param name="port">The router's port.</param>
/// <param name="proxyFor">The proxy that pods of a namespace reach Services through.</param>
public sealed class Prover(int port, Func<string, CancellationToken, Task<Uri>> proxyFor)
{
    // Ready pods answer at once; the rest is room for a busy machine.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    /// <summary>Asks until every URL answers with the version that the record names.</summary>
    /// <exception cref="PlatformException">One did not in time; the message says what it answered.</exception>
    public async Task<IReadOnlyList<Proof>> ProveAsync(ApplicationStatus application, CancellationToken cancellationToken)
    {
        var expected = application.Application.Version;
        var name = application.Application.Name;
        if (application.Urls.Count == 0)
            return [];
        using var outside = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        var proofs = new List<Proof>();
        foreach (var url in application.Urls.Select(url => $"{url}:{port}"))
        {
            await UntilAsync(expected, $"{name} at {url}/version", () => Request(url), outside, cancellationToken);
            proofs.Add(new Proof(name, url, expected));
        }

        using var inside = new HttpClient(new SocketsHttpHandler
        {
            Proxy = new WebProxy(await proxyFor(application.Application.Namespace, cancellationToken)),
        });
        foreach (var service in application.Services)
        {
            var url = $"http://{service.Name}:{service.Port}/version";
            await UntilAsync(expected, $"{name} at {url}, asked from inside {application.Application.Namespace},", () => new HttpRequestMessage(HttpMethod.Get, url), inside, cancellationToken);
        }

        return proofs;

        HttpRequestMessage Request(string url)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/version");
            request.Headers.Host = new Uri(url).Authority;
            return request;
        }
    }

    private static async Task UntilAsync(
        string expected, string place, Func<HttpRequestMessage> request, HttpClient http, CancellationToken cancellationToken)
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
        while (Stopwatch.GetElapsedTime(started) < Deadline);

        throw new PlatformException($"{place} answers {seen} where version {expected} was expected; see './bootstrap/big-ben.sh status' and the Application's logs.");
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
