namespace BigBen.ApiServer.Answers;

/// <summary>A request that cannot be done, and how that is answered.</summary>
/// <param name="status">The answer.</param>
internal sealed class StatusException(Status status) : Exception(status.Message)
{
    /// <summary>The answer.</summary>
    public Status Status => status;

    /// <summary>Its HTTP status code.</summary>
    public int Code => status.Code;

    /// <summary>Its reason, one of <see cref="StatusReason"/>.</summary>
    public string Reason => status.Reason;
}
