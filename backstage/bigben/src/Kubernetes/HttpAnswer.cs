namespace BigBen.Kubernetes;

/// <summary>What was answered to a question over HTTP.</summary>
/// <param name="Code">The status; null where there was no answer.</param>
/// <param name="Body">The body; empty where there was no answer.</param>
/// <param name="Summary">The answer in a few words, or why there is none.</param>
internal sealed record HttpAnswer(int? Code, string Body, string Summary)
{
    /// <summary>How long an answer may take, unless somebody says otherwise: 5 s.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The answer's headers; none where there was no answer.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it says that all is well.</summary>
    public bool IsSuccess => Code is >= 200 and < 300;

    /// <summary>Asks once.</summary>
    /// <param name="send">Asks.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <param name="atMost">How long the answer may take; null for <see cref="Patience"/>.</param>
    public static async Task<HttpAnswer> OfAsync(
        Func<CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellationToken, TimeSpan? atMost = null)
    {
        var most = atMost ?? Patience;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(most);
        try
        {
            using var response = await send(patience.Token);
            var body = await response.Content.ReadAsStringAsync(patience.Token);
            return new HttpAnswer((int)response.StatusCode, body, $"{(int)response.StatusCode} {response.ReasonPhrase}")
            {
                Headers = response.Headers.ToDictionary(
                    header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
            };
        }
        catch (Exception e) when (ApiFailure.Is(e))
        {
            return new HttpAnswer(null, "", $"nothing ({ApiFailure.Reason(e)})");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new HttpAnswer(null, "", $"nothing within {most.TotalSeconds:0} s");
        }
    }
}
