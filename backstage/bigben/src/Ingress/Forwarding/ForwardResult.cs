namespace BigBen.Ingress.Forwarding;

/// <summary>How a forwarded request ended.</summary>
internal enum ForwardResult
{
    /// <summary>The other side answered, whatever its status.</summary>
    Answered,

    /// <summary>The other side did not answer, or broke off.</summary>
    Failed,

    /// <summary>The client went away, or sent what is not a request.</summary>
    Cancelled,
}
