namespace BigBen.Kubernetes.Candidates.Rehearsals;

/// <summary>What is known of the rehearsal of a migration before it begins.</summary>
/// <param name="Environment">
/// The environment whose database is copied: the first of the chain, for others' data are not ours to read.
/// </param>
/// <param name="Before">What the version that runs recorded of itself; null where it recorded nothing.</param>
/// <param name="After">The same of the version that is to run.</param>
public sealed record Rehearsal(string Environment, IReadOnlyList<RecordedRequest>? Before, IReadOnlyList<RecordedRequest>? After);
