using BigBen.Kubernetes;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Waiting;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms.Clusters;

/// <summary>
/// One look at the cluster, for a step that wants to know whether what it makes is there; a cluster that is silent has nothing.
/// </summary>
internal static class ClusterLook
{
    /// <summary>Asks the cluster what is missing.</summary>
    /// <param name="settings">How it is reached.</param>
    /// <param name="ask">Asks it: what is missing, in a few words; null when nothing is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is missing, be it the cluster's answer; null when nothing is.</returns>
    public static async Task<string?> MissingAsync(
        ClusterSettings settings, Func<KubernetesApi, CancellationToken, Task<string?>> ask, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(settings.Patience.Look);
        try
        {
            using var api = KubernetesApi.Open(settings.Kubeconfig, scope: settings.Scope);
            return await ask(api, deadline.Token);
        }
        catch (PlatformException e)
        {
            return e.Message.TrimEnd('.');
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"the cluster does not answer within {StepCommand.Duration(settings.Patience.Look)}";
        }
    }

    /// <summary>What is not ready in a namespace and why; null when everything is.</summary>
    public static Task<string?> NotReadyAsync(ClusterSettings settings, string ns, CancellationToken cancellationToken) => MissingAsync(
        settings,
        async (api, deadline) => Workloads.NotReadyIn(
            await ClusterObjects.ReadAsync(api, [.. Workloads.Kinds, ResourceKind.Pods], deadline, ns), ns),
        cancellationToken);
}
