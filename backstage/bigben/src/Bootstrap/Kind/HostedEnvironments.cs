using BigBen.Foundation;
using BigBen.Kubernetes.Proving;

namespace BigBen.Bootstrap.Kind;

/// <summary>The environments of a hosted repository, whose own workflows build and record: this waits for Argo CD and asks the URLs.</summary>
/// <param name="settings">How the cluster is reached.</param>
internal sealed class HostedEnvironments(KindSettings settings)
{
    /// <summary>Waits until every Application is synced and healthy and its URL answers with its version.</summary>
    /// <exception cref="PlatformException">One is not in time, or failed.</exception>
    public async Task<IReadOnlyList<Proof>> ProveAsync(Step step, CancellationToken cancellationToken)
    {
        var applications = await new ArgoApplications(settings).WaitAsync(
            applications => Task.FromResult(FirstMissing(applications)), () => PodTrouble.DescribeAsync(settings, null, cancellationToken), cancellationToken);
        var proofs = await RouteProof.ProveAsync(applications, settings, cancellationToken);
        step.Detail = $"{proofs.Count} URLs answer with their versions";
        return proofs;
    }

    private static Missing? FirstMissing(IReadOnlyList<ArgoApplication> applications) =>
        applications.All(application => application.Name != KindSteps.Root)
            ? new Missing($"there is no Application {KindSteps.Root}")
            : applications.Select(Missing.Of).FirstOrDefault(missing => missing is not null);
}
