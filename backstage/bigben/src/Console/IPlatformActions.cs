using BigBen.Delivery;
using BigBen.Foundation;

namespace BigBen.Console;

/// <summary>What can be asked of a platform. Each is a run: told step by step, ended by one sentence.</summary>
public interface IPlatformActions
{
    /// <summary>Delivers a commit to developer: tested, built, recorded, synced, proven.</summary>
    Task<string> DeliverAsync(Run run, DeliveryRequest request, CancellationToken cancellationToken);

    /// <summary>Releases to production.</summary>
    Task<string> ReleaseAsync(Run run, ReleaseRequest request, CancellationToken cancellationToken);

    /// <summary>Restores what a service ran before.</summary>
    Task<string> RollbackAsync(Run run, RollbackRequest request, CancellationToken cancellationToken);

    /// <summary>Asks every URL for its version.</summary>
    Task<string> ProveAsync(Run run, CancellationToken cancellationToken);

    /// <summary>The URLs as they were proven last.</summary>
    IReadOnlyList<Proof> Proofs { get; }
}
