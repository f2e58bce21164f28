using BigBen.Kubernetes.Proving;

namespace BigBen.Platforms;

/// <summary>What <c>up</c> found or made.</summary>
/// <param name="Proofs">Every URL and the version that it has just answered.</param>
/// <param name="Notes">What a person should know, one line each.</param>
/// <param name="Changed">Whether anything had to be done.</param>
public sealed record UpResult(IReadOnlyList<Proof> Proofs, IReadOnlyList<string> Notes, bool Changed);
