using BigBen.Kubernetes.Proving;
using BigBen.Pipeline;

namespace BigBen.Console;

/// <summary>What can be asked of a platform. Each is a run: told step by step, ended by one sentence.</summary>
public interface IPlatformActions
{
    /// <summary>Does what one ref of a push asks for: main is tested, built, recorded, synced, proven; a version tag is released.</summary>
    Task<string> PushAsync(Run run, PushRequest request, CancellationToken cancellationToken);

    /// <summary>Builds and records what main has and the first environment has not, without tests.</summary>
    Task<string> DeliverAsync(Run run, CancellationToken cancellationToken);

    /// <summary>
    /// Releases to an environment; without a version, proves those that releases reach, or makes the first local release where the last
    /// runs nothing.
    /// </summary>
    Task<string> ReleaseAsync(Run run, ReleaseRequest request, CancellationToken cancellationToken);

    /// <summary>Restores what a service ran before.</summary>
    Task<string> RollbackAsync(Run run, RollbackRequest request, CancellationToken cancellationToken);

    /// <summary>Records somebody's approval of what waits.</summary>
    Task<string> ApproveAsync(Run run, ApprovalRequest request, CancellationToken cancellationToken);

    /// <summary>What a release would commit.</summary>
    Task<PlannedCommit> PlanReleaseAsync(ReleaseRequest request, CancellationToken cancellationToken);

    /// <summary>What a rollback would commit.</summary>
    Task<PlannedCommit> PlanRollbackAsync(RollbackRequest request, CancellationToken cancellationToken);

    /// <summary>The URLs as they were proven last.</summary>
    IReadOnlyList<Proof> Proofs { get; }
}
