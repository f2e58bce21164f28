namespace BigBen.ApiServer;

/// <summary>Which lines of a container's log are asked for, and how: Kubernetes' <c>PodLogOptions</c>.</summary>
/// <param name="Container">The container.</param>
/// <param name="Follow">Whether lines to come are sent as they are written, until the container ends.</param>
/// <param name="Previous">Whether the container's run before this one is meant.</param>
/// <param name="Timestamps">Whether each line begins with its time, RFC 3339 with nanoseconds.</param>
/// <param name="Since">Only lines of this time or later; null for all.</param>
/// <param name="TailLines">Only so many lines from the end; null for all.</param>
/// <param name="LimitBytes">No more than so many bytes; null for all.</param>
internal sealed record LogOptions(
    string Container, bool Follow, bool Previous, bool Timestamps, DateTimeOffset? Since, long? TailLines, long? LimitBytes);
