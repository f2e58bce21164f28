using BigBen.Kubernetes.Proving;
using BigBen.Kubernetes.Waiting;

namespace BigBen.Platforms.Clusters.Environments;

/// <summary>
/// The environments of a hosted repository, whose own workflows build and record: this waits for Argo CD and asks the URLs.
/// </summary>
/// <param name="settings">How the cluster is reached.</param>
internal sealed class HostedEnvironments(ClusterSettings settings)
{
    /// <summary>Waits until every Application is synced and healthy and its URL answers with its version.</summary>
    /// <exception cref="PlatformException">One is not in time, or failed.</exception>
    public async Task<IReadOnlyList<Proof>> ProveAsync(Step step, CancellationToken cancellationToken)
    {
        await using var cluster = await PlatformCluster.OpenAsync(settings, TimeProvider.System, cancellationToken);
        var applications = await cluster.Wait.UntilAsync(
            _ => true,
            (objects, applications) => Task.FromResult(applications.All(application => application.Name != ClusterSettings.RootName)
                ? new Missing($"there is no Application {ClusterSettings.RootName}")
                : applications.Select(application => Missing.Of(objects, application)).FirstOrDefault(missing => missing is not null)),
            step.Note,
            cancellationToken);
        var proofs = await cluster.Prover.ProveAsync(
            cluster.Cache.Objects, applications.Where(application => application.IsService), cancellationToken);
        step.Detail = Proof.Summary(proofs.Count);
        return proofs;
    }
}
