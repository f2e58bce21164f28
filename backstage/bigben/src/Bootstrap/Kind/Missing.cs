using BigBen.Kubernetes.Applications;

namespace BigBen.Bootstrap.Kind;

/// <summary>What an Application still lacks.</summary>
/// <param name="What">In a few words, its name first.</param>
/// <param name="HasFailed">Whether Argo CD itself has given up, so that waiting helps only if somebody mends it.</param>
internal sealed record Missing(string What, bool HasFailed = false)
{
    /// <summary>What keeps an Application from being synced; null when it is.</summary>
    public static Missing? OfSync(ArgoApplication application) =>
        application.IsRefreshing ? new Missing($"{application.Name} has not been compared yet")
        : application.Errors.Count > 0 ? new Missing($"{application.Name}: {application.Errors[0]}", HasFailed: true)
        : application.Sync != SyncStatus.Synced
            ? application.Phase is "Failed" or "Error" && application.PhaseRevision == application.Revision
                ? new Missing($"{application.Name} cannot be synced: {application.PhaseMessage}", HasFailed: true)
                : new Missing($"{application.Name} is {application.Sync}")
        : application.Phase is not ("" or "Succeeded") ? new Missing($"{application.Name} has a sync that is {application.Phase}")
        : null;

    /// <summary>What keeps an Application from being healthy; null when it is.</summary>
    public static Missing? OfHealth(ArgoApplication application) => application.Health switch
    {
        { Status: HealthCode.Healthy } => null,
        { Message: "" } health => new Missing($"{application.Name} is {health.Status}", health.Status == HealthCode.Degraded),
        var health => new Missing($"{application.Name} is {health.Status}: {health.Message.TrimEnd('.')}", health.Status == HealthCode.Degraded),
    };

    /// <summary>What keeps an Application from being synced and healthy; null when it is.</summary>
    public static Missing? Of(ArgoApplication application) => OfSync(application) ?? OfHealth(application);
}
