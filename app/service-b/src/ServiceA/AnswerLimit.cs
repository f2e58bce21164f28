namespace BigBen.ServiceB.ServiceA;

/// <summary>
/// Reads an answer as a whole, up to a limit. Refit buffers what it gets however long it is, whatever the client's own limit says.
/// </summary>
internal sealed class AnswerLimit : DelegatingHandler
{
    /// <summary>Bytes of an answer that are read; a greeting has about 40.</summary>
    public const int Bytes = 4096;

    /// <exception cref="HttpRequestException">The answer is longer, or broke off.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(Bytes, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
