using BigBen.Kubernetes.Proving;
using BigBen.Pipeline;

namespace BigBen.Platforms.Environments;

/// <summary>Environments that remember what every URL answered.</summary>
internal interface IProvenEnvironments : IEnvironments
{
    /// <summary>Every URL as it was proven last.</summary>
    IReadOnlyList<Proof> Proofs { get; }
}
