namespace BigBen.Kubernetes.Logs;

/// <summary>Which lines of a log are asked for.</summary>
internal sealed record LogQuery
{
    /// <summary>Whether lines to come are told as they are written.</summary>
    public bool Follow { get; init; }

    /// <summary>Whether the container's run before this one is meant.</summary>
    public bool Previous { get; init; }

    /// <summary>Whether each line begins with its time.</summary>
    public bool Timestamps { get; init; }

    /// <summary>Only so many lines from the end; null for all.</summary>
    public int? Tail { get; init; }

    /// <summary>Only lines of the last so many seconds; null for all.</summary>
    public int? SinceSeconds { get; init; }
}
