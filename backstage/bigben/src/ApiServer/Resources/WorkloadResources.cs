using static BigBen.ApiServer.Resources.ApiSubresource;

namespace BigBen.ApiServer.Resources;

/// <summary>The groups of what makes pods, and of how many there are.</summary>
internal static class WorkloadResources
{
    public static ApiGroupVersion Apps { get; } = new("apps", "v1",
    [
        new("apps", "v1", "controllerrevisions", "ControllerRevision"),
        new("apps", "v1", "deployments", "Deployment")
        {
            ShortNames = ["deploy"],
            Categories = ["all"],
            Subresources = [Scale, Status("Deployment")],
        },
        new("apps", "v1", "replicasets", "ReplicaSet")
        {
            ShortNames = ["rs"],
            Categories = ["all"],
            Subresources = [Scale, Status("ReplicaSet")],
        },
        new("apps", "v1", "statefulsets", "StatefulSet")
        {
            ShortNames = ["sts"],
            Categories = ["all"],
            Subresources = [Scale, Status("StatefulSet")],
        },
    ]);

    public static ApiGroupVersion Autoscaling { get; } = new("autoscaling", "v2",
    [
        new("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler")
        {
            ShortNames = ["hpa"],
            Categories = ["all"],
            Subresources = [Status("HorizontalPodAutoscaler")],
        },
    ]);

    public static ApiGroupVersion Batch { get; } = new("batch", "v1",
    [
        new("batch", "v1", "cronjobs", "CronJob") { ShortNames = ["cj"], Categories = ["all"], Subresources = [Status("CronJob")] },
        new("batch", "v1", "jobs", "Job") { Categories = ["all"], Subresources = [Status("Job")] },
    ]);

    public static ApiGroupVersion Policy { get; } = new("policy", "v1",
    [
        new("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget")
        {
            ShortNames = ["pdb"],
            Subresources = [Status("PodDisruptionBudget")],
        },
    ]);
}
