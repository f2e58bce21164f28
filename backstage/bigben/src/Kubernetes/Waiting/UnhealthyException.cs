namespace BigBen.Kubernetes.Waiting;

/// <summary>Applications failed, or answer wrongly: they are not what they are to be, and waiting alone does not make them so.</summary>
/// <param name="seen">What was seen: a sentence without its full stop.</param>
/// <param name="closing">What that means and what to do, in the sentences that follow.</param>
/// <param name="byVersion">See <see cref="ByVersion"/>.</param>
internal sealed class UnhealthyException(string seen, string closing, IReadOnlyList<string> byVersion)
    : PlatformException($"{seen}. {closing}")
{
    /// <summary>What was seen, without what to do.</summary>
    public string Seen { get; } = seen;

    /// <summary>What it means and what to do.</summary>
    public string Closing { get; } = closing;

    /// <summary>
    /// The services whose own version is why: it crashes, never gets ready or answers another version. None where something around them is:
    /// a registry, Argo CD, the way to them.
    /// </summary>
    public IReadOnlyList<string> ByVersion { get; } = byVersion;
}
