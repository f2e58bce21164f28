namespace BigBen.Kubelet;

/// <summary>Finds the images that containers run: the kubelet's container runtime.</summary>
internal interface IContainerImages
{
    /// <summary>The image that a reference means. Called from many threads, and again at every start of a container.</summary>
    /// <param name="reference">The reference as it stands in the pod: <c>registry/name:tag@sha256:…</c>.</param>
    /// <param name="cancellationToken">The pod is ended meanwhile.</param>
    /// <exception cref="PlatformException">There is no such image; the pod waits and asks again.</exception>
    Task<ContainerImage> ResolveAsync(string reference, CancellationToken cancellationToken);
}
