using BigBen.Kubernetes.Pods;

namespace BigBen.Kubernetes.Candidates.Rehearsals;

/// <summary>Where other pods reach a port of a pod.</summary>
/// <param name="Host">The address.</param>
/// <param name="Port">The port there.</param>
internal sealed record PodAddress(string Host, int Port)
{
    /// <summary>Where that is. On the local platform every port of a pod has another number, at the machine's own address.</summary>
    /// <param name="pod">The pod; it runs.</param>
    /// <param name="port">The port of its container.</param>
    public static PodAddress Of(Pod pod, int port) =>
        pod.LocalPort(port) is { } local ? new PodAddress("127.0.0.1", local) : new PodAddress(pod.Ip, port);

    /// <summary>Whether it is this machine's own, where no name of a Service means anything.</summary>
    public bool IsLocal => Host == "127.0.0.1";
}
