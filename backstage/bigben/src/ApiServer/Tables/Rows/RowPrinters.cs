using System.Collections.Frozen;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Tables.Rows.Pods;

namespace BigBen.ApiServer.Tables.Rows;

/// <summary>Makes the cells of one object, one for each column of its resource.</summary>
/// <param name="value">The object.</param>
/// <param name="now">What ages are counted up to.</param>
internal delegate JsonArray RowPrinter(JsonElement value, DateTimeOffset now);

/// <summary>
/// Who makes the cells of which resource. Each does what Kubernetes' own printer does
/// (<c>pkg/printers/internalversion/printers.go</c>, with the wide columns always in).
/// </summary>
internal static class RowPrinters
{
    private static readonly FrozenDictionary<string, RowPrinter> ByResource = new Dictionary<string, RowPrinter>
    {
        ["configmaps"] = CoreRows.ConfigMap,
        ["endpoints"] = EndpointRows.Endpoints,
        ["endpointslices.discovery.k8s.io"] = EndpointRows.Slice,
        ["events"] = EventRow.Cells,
        ["events.events.k8s.io"] = EventRow.Cells,
        ["namespaces"] = CoreRows.Namespace,
        ["nodes"] = NodeRow.Cells,
        ["persistentvolumeclaims"] = VolumeRows.Claim,
        ["persistentvolumes"] = VolumeRows.Volume,
        ["pods"] = PodRow.Cells,
        ["secrets"] = CoreRows.Secret,
        ["serviceaccounts"] = CoreRows.ServiceAccount,
        ["services"] = ServiceRow.Cells,
        ["storageclasses.storage.k8s.io"] = VolumeRows.Class,
        ["controllerrevisions.apps"] = WorkloadRows.Revision,
        ["deployments.apps"] = WorkloadRows.Deployment,
        ["replicasets.apps"] = WorkloadRows.ReplicaSet,
        ["statefulsets.apps"] = WorkloadRows.StatefulSet,
        ["cronjobs.batch"] = JobRows.CronJob,
        ["jobs.batch"] = JobRows.Job,
        ["horizontalpodautoscalers.autoscaling"] = AutoscalerRow.Cells,
        ["ingressclasses.networking.k8s.io"] = NetworkRows.IngressClass,
        ["ingresses.networking.k8s.io"] = NetworkRows.Ingress,
        ["networkpolicies.networking.k8s.io"] = NetworkRows.NetworkPolicy,
        ["poddisruptionbudgets.policy"] = WorkloadRows.DisruptionBudget,
        ["applications.argoproj.io"] = (value, _) => ArgoRows.Application(value),
        ["appprojects.argoproj.io"] = ArgoRows.AppProject,
        ["nodes.metrics.k8s.io"] = (value, _) => MetricsRows.Node(value),
        ["pods.metrics.k8s.io"] = (value, _) => MetricsRows.Pod(value),
    }.ToFrozenDictionary();

    /// <summary>The printer of a resource: its own, or one that fits every object.</summary>
    public static RowPrinter Of(ApiResource resource) =>
        ByResource.GetValueOrDefault(resource.GroupResource, (value, _) => CoreRows.Any(value));
}
