using BigBen.Delivery;
using BigBen.Foundation;
using BigBen.Pipeline;

namespace BigBen.Bootstrap;

/// <summary>The pipeline's environments on the local platform.</summary>
/// <param name="controller">Keeps what runs equal to git.</param>
/// <param name="watch">Waits for health.</param>
/// <param name="prover">Asks URLs.</param>
public sealed class LocalEnvironments(ApplicationController controller, HealthWatch watch, Delivery.Prover prover) : IEnvironments
{
    private volatile IReadOnlyList<Proof> proofs = [];

    /// <summary>Every URL as it was proven last.</summary>
    public IReadOnlyList<Proof> Proofs => proofs;

    /// <inheritdoc/>
    public Task RenderAsync(Candidate candidate, CancellationToken cancellationToken) =>
        controller.RenderAsync(candidate.Commit, candidate.Revisions, cancellationToken);

    /// <inheritdoc/>
    public async Task SyncAsync(Step step, string commit, CancellationToken cancellationToken)
    {
        var errors = await controller.ReconcileAsync(commit, cancellationToken);
        if (errors.Count > 0)
            throw new PlatformException($"{errors[0]} What ran before keeps serving.");
        await watch.WaitAsync(cancellationToken);
        var applications = controller.Applications;
        step.Detail = $"{applications.Count} Applications synced and healthy";
    }

    /// <inheritdoc/>
    public async Task ProveAsync(Step step, string commit, CancellationToken cancellationToken)
    {
        var applications = controller.Applications;
        var proven = await Task.WhenAll(applications.Select(application => prover.ProveAsync(application, cancellationToken)));
        proofs = [.. proven.SelectMany(proof => proof)];
        step.Detail = $"{proofs.Count} URLs answer with their versions";
    }
}
