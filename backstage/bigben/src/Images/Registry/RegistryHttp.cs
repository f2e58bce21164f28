using System.Net;

namespace BigBen.Images.Registry;

/// <summary>Sends requests to a registry and to its token server, again where one failed in passing.</summary>
/// <param name="http">Sends them; its redirects carry no password along.</param>
/// <param name="clock">Waits in between.</param>
internal sealed class RegistryHttp(HttpClient http, TimeProvider clock)
{
    // A registry behind a load balancer fails now and then; three in a row are an outage.
    private const int Attempts = 3;

    // Far more than any manifest: the specification's limit is 4 MiB.
    private const long LargestDocument = 8 << 20;

    // A registry that asks for more has no answer for whoever waits here.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The answer, whatever it says, read to its end. Every request here may be sent twice: reading changes nothing, and writing the same
    /// bytes under the same tag changes nothing more.
    /// </summary>
    /// <exception cref="PlatformException">The registry cannot be reached.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        ImageRepository repository, Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var pause = TimeSpan.FromMilliseconds(250 * (1 << attempt));
            using var request = make();
            try
            {
                var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                var asked = AskedPause(response);
                if (attempt < Attempts && asked <= LongestPause
                    && (response.StatusCode == HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500))
                {
                    pause = asked > pause ? asked : pause;
                    response.Dispose();
                }
                else
                {
                    await response.Content.LoadIntoBufferAsync(LargestDocument, cancellationToken);
                    return response;
                }
            }
            catch (HttpRequestException) when (attempt < Attempts)
            {
                // Asked again below.
            }
            catch (Exception e) when (
                e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
            {
                var place = request.RequestUri!.Authority;
                throw new PlatformException(
                    $"The registry {repository.Host} cannot be reached at {place} ({e.Message.TrimEnd('.')}): "
                    + "look at the network, then run this again.",
                    e);
            }

            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    // "Retry-After", in seconds or as a time (RFC 9110, 10.2.3).
    private TimeSpan AskedPause(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } after ? TimeSpan.Zero
        : after.Delta ?? (after.Date - clock.GetUtcNow()) ?? TimeSpan.Zero;

    /// <summary>Whether an answer says: you may not, or you may not know.</summary>
    public static bool IsDenial(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    /// <summary>Requires an answer.</summary>
    /// <param name="response">What came.</param>
    /// <param name="wanted">What was to come.</param>
    /// <param name="repository">What was asked about.</param>
    /// <param name="what">What was to be done, such as "read v1".</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PlatformException">Another one came; the sentence has the registry's reason and the remedy.</exception>
    public static async Task RequireAsync(
        HttpResponseMessage response, HttpStatusCode wanted, ImageRepository repository, string what, CancellationToken cancellationToken)
    {
        if (response.StatusCode == wanted)
            return;
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var remedy = IsDenial(response)
            ? "allow this account or workflow to do so, and create the repository where the registry does not do it by itself"
            : "look at the registry's status, then run this again";
        throw new PlatformException($"The registry does not let {repository} {what}: {(int)response.StatusCode} {Reason(body)}; {remedy}.");
    }

    private static string Reason(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var error = document.RootElement.GetProperty("errors")[0];
            var message = error.TryGetProperty("message", out var text) ? text.GetString() : "";
            return $"{error.GetProperty("code").GetString()} {message}".Trim();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return body.Split('\n')[0].Trim() is { Length: > 0 } line ? line[..Math.Min(line.Length, 200)] : "without a reason";
        }
    }
}
