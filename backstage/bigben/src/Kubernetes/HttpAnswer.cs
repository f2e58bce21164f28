namespace BigBen.Kubernetes;

/// <summary>What was answered to a question over HTTP.</summary>
/// <param name="Code">The status; null where there was no answer.</param>
/// <param name="Body">The body; empty where there was no answer.</param>
/// <param name="Summary">The answer in a few words, or why there is none.</param>
internal sealed record HttpAnswer(int? Code, string Body, string Summary)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether it says that all is well.</summary>
    public bool IsSuccess => Code is >= 200 and < 300;

    /// <summary>Asks once, for at most 5 s.</summary>
    /// <param name="send">Asks.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public static async Task<HttpAnswer> OfAsync(
        Func<CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var response = await send(patience.Token);
            var body = await response.Content.ReadAsStringAsync(patience.Token);
            return new HttpAnswer((int)response.StatusCode, body, $"{(int)response.StatusCode} {response.ReasonPhrase}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new HttpAnswer(null, "", $"nothing ({e.Message})");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new HttpAnswer(null, "", $"nothing within {Patience.TotalSeconds:0} s");
        }
    }
}
