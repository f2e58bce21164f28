namespace BigBen.Hostile.Sockets;

/// <summary>What came back.</summary>
/// <param name="Status">The status code; 0 where the connection was closed instead.</param>
/// <param name="Body">The beginning of the body.</param>
/// <param name="IsReusable">Whether the connection takes another request.</param>
internal sealed record HttpAnswer(int Status, string Body, bool IsReusable)
{
    /// <summary>The connection was closed without an answer.</summary>
    public static HttpAnswer None { get; } = new(0, "", false);

    /// <summary>What is wrong with it, in words; null where nothing is.</summary>
    /// <remarks>
    /// An error of the platform's is always wrong; that something is not there (501), does not answer (502, 504) or is not ready (503) is
    /// an answer where it says why.
    /// </remarks>
    public string? Fault(HttpCase sent) => Status switch
    {
        0 when sent.IsSound => "no answer to a sound request",
        500 => $"500: {Body}",
        501 or 502 or 503 or 504 when !sent.IsHead && !HasReason => $"{Status} without a reason: '{Body}'",
        _ => null,
    };

    private bool HasReason =>
        Body.Contains("\"detail\":\"", StringComparison.Ordinal) || Body.Contains("\"message\":\"", StringComparison.Ordinal);
}
