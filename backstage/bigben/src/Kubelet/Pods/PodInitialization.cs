using BigBen.Kubelet.Containers;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Pods;

/// <summary>
/// Runs the init containers of a pod in their order: each to its success, but a sidecar only until it has started. A pod that a predecessor
/// ran is initialized again, for nothing of it runs any more.
/// </summary>
/// <param name="pod">The pod.</param>
internal sealed class PodInitialization(PodContext pod)
{
    private readonly List<Task> _sidecars = [];

    /// <summary>Completes when every sidecar has ended; cancelled where one did not run when it was to.</summary>
    public Task Sidecars => Task.WhenAll(_sidecars);

    /// <summary>Initializes the pod.</summary>
    /// <returns>Whether its containers may be started; not where an init container failed for good.</returns>
    /// <exception cref="OperationCanceledException">The pod is to end.</exception>
    public async Task<bool> RunAsync()
    {
        var init = pod.Spec.InitContainers;
        if (init.Any(container => container.Role == ContainerRole.Init && HasFailed(container)))
            return false;
        if (init.Count == 0 || pod.Spec.Containers.All(IsOver))
            return true;
        pod.Status.Change(state => state with { Containers = [.. state.Containers.Select(Again)] });
        foreach (var container in init)
        {
            var running = new ContainerWorker(pod, container).RunAsync();
            if (container.Role == ContainerRole.Sidecar)
            {
                _sidecars.Add(running);
                await pod.Status.UntilAsync(
                    state => state.Containers.Any(status => status.Name == container.Name && status.Started), pod.Stop.Requested);
                continue;
            }

            await running;
            // Ended because the pod is to end, it may well have failed; that is not why.
            pod.Stop.Requested.ThrowIfCancellationRequested();
            if (HasFailed(container))
                return false;
        }

        return true;
    }

    private bool IsOver(ContainerSpec container) =>
        pod.Status[container.Name].State is TerminatedState ended && !pod.Spec.Restarts(container, ended.ExitCode);

    private bool HasFailed(ContainerSpec container) =>
        IsOver(container) && pod.Status[container.Name].State is not TerminatedState { ExitCode: 0 };

    private ContainerStatus Again(ContainerStatus status) => status.State is TerminatedState ended && !IsOver(status)
        ? status with { State = WaitingState.Initializing, LastState = ended, Ready = false }
        : status;

    private bool IsOver(ContainerStatus status) =>
        status.Role == ContainerRole.Regular && IsOver(pod.Spec.Containers.First(container => container.Name == status.Name));
}
