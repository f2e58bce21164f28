using System.Text.Json;

namespace BigBen.Kubernetes.Pods;

/// <summary>
/// Asks a pod itself, past every Service: at the port of this machine that its kubelet tells of, where it does, otherwise by way of the API
/// server (<c>pods/proxy</c>).
/// </summary>
/// <param name="api">The cluster.</param>
internal sealed class PodQuestion(KubernetesApi api) : IDisposable
{
    // Where the local platform's kubelet tells which port of 127.0.0.1 each container port has.
    private const string Ports = "bigben.localhost/ports";

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    /// <summary>Asks once.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="port">The port of its container.</param>
    /// <param name="path">The path, without its first slash.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public Task<HttpAnswer> AskAsync(Pod pod, int port, string path, CancellationToken cancellationToken) => HttpAnswer.OfAsync(
        token => LocalPort(pod, port) is { } local
            ? _http.GetAsync($"http://127.0.0.1:{local}/{path}", token)
            : api.AskPodAsync(pod.Namespace, pod.Name, port, path, token),
        cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static int? LocalPort(Pod pod, int port)
    {
        if (pod.Body.TextAt("metadata", "annotations", Ports) is not { Length: > 0 } ports)
            return null;
        using var numbers = JsonDocument.Parse(ports);
        return numbers.RootElement.NumberAt($"{port}");
    }
}
