namespace BigBen.ApiServer;

/// <summary>Where the logs of pods are: the kubelet's side of <c>pods/log</c>.</summary>
internal interface IPodLogs
{
    /// <summary>
    /// Opens a container's log. The lines come with the reading, so that a follower gets each as it is written; the stream ends with the
    /// log, and where it follows with the container.
    /// </summary>
    /// <param name="pod">The pod.</param>
    /// <param name="options">What of its log. The container is one of the pod's.</param>
    /// <param name="cancellationToken">Ends a stream that follows.</param>
    /// <returns>The log; null when the container has not run, or has not run before.</returns>
    Task<Stream?> OpenAsync(JsonElement pod, LogOptions options, CancellationToken cancellationToken);
}
