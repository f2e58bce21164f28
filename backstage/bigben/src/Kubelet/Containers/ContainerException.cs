namespace BigBen.Kubelet.Containers;

/// <summary>A container cannot be started now; it waits and is tried again.</summary>
/// <param name="reason">Kubernetes' reason, one of those below.</param>
/// <param name="message">What is wrong.</param>
internal sealed class ContainerException(string reason, string message) : Exception(message)
{
    /// <summary>There is no such image, or the store of images fails.</summary>
    public const string ErrImagePull = "ErrImagePull";

    /// <summary>The spec cannot be run here, or what it refers to is missing.</summary>
    public const string CreateContainerConfigError = "CreateContainerConfigError";

    /// <summary>The container's folders cannot be made.</summary>
    public const string CreateContainerError = "CreateContainerError";

    /// <summary>The container's program does not start.</summary>
    public const string RunContainerError = "RunContainerError";

    public string Reason => reason;
}
