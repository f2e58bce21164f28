using BigBen.Manifests;
using BigBen.Runtime;

namespace BigBen.Delivery;

/// <summary>Judges objects the way Argo CD does (its docs, "Resource Health").</summary>
/// <param name="cluster">Where the objects run.</param>
public sealed class HealthAssessment(Cluster cluster)
{
    /// <summary>The health of an object; null for a kind that Argo CD gives none.</summary>
    public HealthStatus? Of(Manifest manifest) => manifest.Key.Kind switch
    {
        "Deployment" => OfDeployment(manifest.Key),
        "Service" or "Ingress" or "HorizontalPodAutoscaler" => new HealthStatus(HealthCode.Healthy),
        _ => null,
    };

    /// <summary>An Application is as healthy as its worst object; one without objects is healthy.</summary>
    public static HealthStatus Worst(IEnumerable<HealthStatus> healths) =>
        healths.Aggregate(new HealthStatus(HealthCode.Healthy), (worst, next) => next.Status > worst.Status ? next : worst);

    private HealthStatus OfDeployment(ObjectKey key)
    {
        if (cluster.DeploymentStatus(key.Namespace, key.Name) is not { } status)
            return new HealthStatus(HealthCode.Missing, $"{key} is not running yet");
        return status.ProgressDeadlineExceeded ? new HealthStatus(HealthCode.Degraded, status.Message)
            : status.IsComplete ? new HealthStatus(HealthCode.Healthy)
            : new HealthStatus(HealthCode.Progressing, status.Message);
    }
}
