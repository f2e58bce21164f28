using System.Net;
using BigBen.Kubernetes.Waiting;
using k8s.Autorest;

namespace BigBen.Kubernetes.Applications;

/// <summary>What can be asked of Applications, as <c>argocd app get --refresh</c> and <c>kubectl rollout restart</c> ask it.</summary>
internal static class ApplicationRequests
{
    /// <summary>The annotation that <c>kubectl rollout restart</c> writes into a template.</summary>
    public const string RestartedAt = "kubectl.kubernetes.io/restartedAt";

    /// <summary>Asks Argo CD to look at git now instead of at its next poll.</summary>
    /// <returns>The resource version that each got by it, for <see cref="Missing.OfSight"/>.</returns>
    /// <exception cref="PlatformException">There is no such Application, or the API does not answer.</exception>
    public static async Task<IReadOnlyDictionary<string, long>> RefreshAsync(
        KubernetesApi api, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var asked = await Task.WhenAll(names.Select(name => api.PatchAsync(
            ResourceKind.Applications, api.Scope.ArgoCdNamespace, name, Annotation(Application.RefreshAnnotation, "normal"),
            cancellationToken)));
        return asked.Select(body => new Application(body))
            .ToDictionary(application => application.Name, application => application.ResourceVersion);
    }

    /// <summary>
    /// Ends the last sync of an Application, as <c>argocd app terminate-op</c> does: nothing more of it is tried, and its hooks that run
    /// are deleted. Nothing is done where the Application has changed since it was seen.
    /// </summary>
    /// <exception cref="PlatformException">There is no such Application, or the API does not answer.</exception>
    public static async Task EndSyncAsync(KubernetesApi api, Application application, CancellationToken cancellationToken)
    {
        var ended = new
        {
            metadata = new { resourceVersion = $"{application.ResourceVersion}" },
            status = new { operationState = new { phase = "Terminating" } },
        };
        try
        {
            await api.PatchAsync(ResourceKind.Applications, api.Scope.ArgoCdNamespace, application.Name, ended, cancellationToken);
        }
        catch (PlatformException e) when (e.InnerException is HttpOperationException { Response.StatusCode: HttpStatusCode.Conflict })
        {
            // Whoever asks for it sees the change next.
        }
    }

    /// <summary>Replaces every pod of an Application's workloads, one after the other.</summary>
    /// <returns>What marks the new pods: the moment in <see cref="RestartedAt"/>, which has whole seconds.</returns>
    /// <exception cref="PlatformException">It has nothing to restart, or the API does not answer.</exception>
    public static async Task<DateTimeOffset> RestartAsync(
        KubernetesApi api, Application application, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var kinds = Workloads.Kinds;
        var workloads = application.Resources.Where(resource => kinds.Any(kind => kind.Kind == resource.Reference.Kind)).ToList();
        if (workloads.Count == 0)
            throw new PlatformException($"Application '{application.Name}' has nothing to restart.");
        var restartedAt = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        var template = Annotation(RestartedAt, restartedAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        foreach (var (reference, kind) in workloads.Select(
            resource => (resource.Reference, kinds.First(kind => kind.Kind == resource.Reference.Kind))))
            await api.PatchAsync(kind, reference.Namespace, reference.Name, new { spec = new { template } }, cancellationToken);
        return restartedAt;
    }

    private static object Annotation(string name, string value) =>
        new { metadata = new { annotations = new Dictionary<string, string> { [name] = value } } };
}
