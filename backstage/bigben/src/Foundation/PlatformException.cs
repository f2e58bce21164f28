namespace BigBen.Foundation;

/// <summary>
/// A failure that a person can act on. The message is one sentence: what happened, where, and what to do.
/// It is printed as it is, without a stack trace.
/// </summary>
public class PlatformException : Exception
{
    /// <summary>A failure described by <paramref name="message"/>.</summary>
    public PlatformException(string message)
        : base(message)
    {
    }

    /// <summary>A failure described by <paramref name="message"/> and brought about by <paramref name="innerException"/>.</summary>
    public PlatformException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>What was asked for waits for others, an approval for one: nothing failed, and the message says what to do.</summary>
/// <param name="message">One sentence: what waits, for what, and what to do.</param>
public sealed class WaitsException(string message) : PlatformException(message);
