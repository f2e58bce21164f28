using BigBen.Manifests;

namespace BigBen.Runtime;

/// <summary>Something that happened to an object, in Kubernetes' words. The same thing happening again is counted, not listed again.</summary>
/// <param name="FirstTime">When it happened first, UTC.</param>
/// <param name="Time">When it happened last, UTC.</param>
/// <param name="IsWarning">Whether something is wrong.</param>
/// <param name="Reason">One word: <c>Started</c>, <c>Unhealthy</c>, <c>BackOff</c>, <c>ScalingReplicaSet</c> …</param>
/// <param name="Regarding">The object; a pod has the kind <c>Pod</c>.</param>
/// <param name="Message">What happened, in words.</param>
/// <param name="Count">How often.</param>
public sealed record ClusterEvent(
    DateTimeOffset FirstTime, DateTimeOffset Time, bool IsWarning, string Reason, ObjectKey Regarding, string Message, int Count);
