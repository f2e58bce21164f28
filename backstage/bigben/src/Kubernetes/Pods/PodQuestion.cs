namespace BigBen.Kubernetes.Pods;

/// <summary>
/// Asks a pod itself, past every Service: at the port of this machine that its kubelet tells of, where it does, otherwise by way of the API
/// server (<c>pods/proxy</c>).
/// </summary>
/// <param name="api">The cluster.</param>
internal sealed class PodQuestion(KubernetesApi api) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    /// <summary>Asks once.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="port">The port of its container.</param>
    /// <param name="path">The path, without its first slash.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<HttpAnswer> AskAsync(Pod pod, int port, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await AskAsync(pod, port, request, HttpAnswer.Patience, cancellationToken);
    }

    /// <summary>Asks once.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="port">The port of its container.</param>
    /// <param name="request">What is asked; its address is the path, without its first slash.</param>
    /// <param name="patience">How long an answer may take.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public Task<HttpAnswer> AskAsync(
        Pod pod, int port, HttpRequestMessage request, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (pod.LocalPort(port) is not { } local)
            return HttpAnswer.OfAsync(
                token => api.AskPodAsync(pod.Namespace, pod.Name, port, request, token), cancellationToken, patience);
        request.RequestUri = new Uri($"http://127.0.0.1:{local}/{request.RequestUri}");
        return HttpAnswer.OfAsync(token => _http.SendAsync(request, token), cancellationToken, patience);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
