using BigBen.Console;
using BigBen.Foundation;
using BigBen.Kubernetes.Proving;
using BigBen.Pipeline;

namespace BigBen.Tests.Console;

/// <summary>A pipeline that refuses everything.</summary>
internal sealed class NoActions : IPlatformActions
{
    public IReadOnlyList<Proof> Proofs => [];

    public Task<string> PushAsync(Run run, PushRequest request, CancellationToken cancellationToken) => throw Refusal;

    public Task<string> DeliverAsync(Run run, CancellationToken cancellationToken) => throw Refusal;

    public Task<string> ReleaseAsync(Run run, ReleaseRequest request, CancellationToken cancellationToken) => throw Refusal;

    public Task<string> RollbackAsync(Run run, RollbackRequest request, CancellationToken cancellationToken) => throw Refusal;

    public Task<string> ApproveAsync(Run run, ApprovalRequest request, CancellationToken cancellationToken) => throw Refusal;

    public Task<PlannedCommit> PlanReleaseAsync(ReleaseRequest request, CancellationToken cancellationToken) => throw Refusal;

    public Task<PlannedCommit> PlanRollbackAsync(RollbackRequest request, CancellationToken cancellationToken) => throw Refusal;

    private static PlatformException Refusal => new("There is no pipeline here.");
}
