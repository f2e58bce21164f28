using BigBen.Foundation;
using BigBen.Runtime;

namespace BigBen.Delivery;

/// <summary>Waits until Applications are synced and healthy, and gives up as soon as it is clear that they will not be.</summary>
/// <param name="controller">The Applications.</param>
/// <param name="cluster">Their pods.</param>
/// <param name="images">Tells whether an image that a pod misses has come meanwhile.</param>
public sealed class HealthWatch(ApplicationController controller, Cluster cluster, IContainerImages images)
{
    // Above the chart's progress deadline, which normally speaks first.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    // A pod that waits for one of these does not get well by waiting.
    private static readonly string[] Hopeless = ["CrashLoopBackOff", "CreateContainerConfigError", "RunContainerError"];

    /// <summary>Waits for every Application of an environment.</summary>
    /// <exception cref="PlatformException">One failed; the message says why. What ran before keeps serving.</exception>
    public async Task WaitAsync(string environment, CancellationToken cancellationToken)
    {
        if (!await cluster.WaitAsync(() => Applications(environment).All(IsLiveOrThrow), Deadline, cancellationToken))
        {
            var late = Applications(environment).First(application => !IsLive(application));
            throw new PlatformException($"{late.Application.Name} is {late.Health.Status} after {Deadline.TotalMinutes:0} minutes: {late.Health.Message}. What ran before keeps serving.");
        }
    }

    private static bool IsLive(ApplicationStatus application) =>
        application is { Sync: SyncStatus.Synced, Health.Status: HealthCode.Healthy };

    private IEnumerable<ApplicationStatus> Applications(string environment) =>
        controller.Applications.Where(application => application.Application.Namespace == environment);

    private bool IsLiveOrThrow(ApplicationStatus application)
    {
        var name = application.Application.Name;
        if (application.Conditions.Count > 0)
            throw new PlatformException($"{name} cannot be synced: {application.Conditions[0]} What ran before keeps serving.");
        if (application.Health.Status == HealthCode.Degraded)
            throw new PlatformException($"{name} is Degraded: {application.Health.Message.TrimEnd('.')}. What ran before keeps serving; push a fix or roll back.");
        if (!IsLive(application) && FailingPod(application) is { } pod)
            throw new PlatformException($"{name} does not come up: pod {pod.Name} is in {pod.Summary}: {pod.Message?.TrimEnd('.')}. What ran before keeps serving; push a fix or roll back.");
        return IsLive(application);
    }

    private PodStatus? FailingPod(ApplicationStatus application)
    {
        var current = cluster.ReplicaSets.Where(set => set.IsCurrent).Select(set => (set.Key.Namespace, set.Key.Name)).ToHashSet();
        var deployments = application.Resources.Where(resource => resource.Key.Kind == "Deployment").Select(resource => resource.Key.Name).ToHashSet();
        return cluster.Pods.FirstOrDefault(pod =>
            pod.Namespace == application.Application.Namespace
            && deployments.Contains(pod.Owner)
            && current.Contains((pod.Namespace, pod.ReplicaSet))
            && pod.WaitingReason is { } reason
            && (Hopeless.Contains(reason) || (reason is "ErrImagePull" or "ImagePullBackOff" && IsMissing(pod.Image))));
    }

    private bool IsMissing(string image)
    {
        try
        {
            images.Resolve(image);
            return false;
        }
        catch (PlatformException)
        {
            return true;
        }
    }
}
