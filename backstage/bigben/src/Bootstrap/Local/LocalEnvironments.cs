using System.Collections.Concurrent;
using BigBen.Delivery;
using BigBen.Foundation;
using BigBen.Kubernetes.Proving;
using BigBen.Pipeline;
using BigBen.Runtime;

namespace BigBen.Bootstrap;

/// <summary>The pipeline's environments on the local platform.</summary>
/// <param name="controller">Keeps what runs equal to git.</param>
/// <param name="watch">Waits for health.</param>
/// <param name="prover">Asks URLs.</param>
/// <param name="cluster">Runs the pods.</param>
public sealed class LocalEnvironments(ApplicationController controller, HealthWatch watch, Delivery.Prover prover, Cluster cluster) : IProvenEnvironments
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<Proof>> proofs = new();

    /// <inheritdoc/>
    public IReadOnlyList<Proof> Proofs => [.. proofs.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value)];

    /// <inheritdoc/>
    public Task RenderAsync(Candidate candidate, CancellationToken cancellationToken) =>
        controller.RenderAsync(candidate.Commit, candidate.Revisions, cancellationToken);

    /// <inheritdoc/>
    public async Task SyncAsync(Step step, string commit, string environment, CancellationToken cancellationToken)
    {
        if (await controller.ReconcileAsync(commit, cancellationToken) is { } failure)
            throw new PlatformException($"{failure} What ran before keeps serving.");
        cluster.ImagesHaveChanged();
        await watch.WaitAsync(environment, cancellationToken);
        step.Detail = $"{In(environment).Count} Applications synced and healthy";
    }

    /// <inheritdoc/>
    public async Task ProveAsync(Step step, string commit, string environment, CancellationToken cancellationToken)
    {
        var proven = await Task.WhenAll(In(environment).Select(application => prover.ProveAsync(application, cancellationToken)));
        proofs[environment] = [.. proven.SelectMany(proof => proof)];
        step.Detail = $"{proofs[environment].Count} URLs answer with their versions";
    }

    private List<ApplicationStatus> In(string environment) =>
        [.. controller.Applications.Where(application => application.Application.Namespace == environment)];
}
