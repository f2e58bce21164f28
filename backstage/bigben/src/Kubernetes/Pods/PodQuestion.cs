using System.Text.Json;
using k8s.Autorest;

namespace BigBen.Kubernetes.Pods;

/// <summary>What a pod answered.</summary>
/// <param name="Code">The HTTP status; 0 where it did not answer.</param>
/// <param name="Body">The answer's body, or why there is none.</param>
internal sealed record PodAnswer(int Code, string Body)
{
    /// <summary>Whether it says that all is well.</summary>
    public bool IsSuccess => Code is >= 200 and < 300;

    /// <summary>In a few words.</summary>
    public string Summary => Code == 0 ? $"nothing ({Body})" : $"{Code}";
}

/// <summary>
/// Asks a pod itself, past every Service: at the port of this machine that its kubelet tells of, where it does, otherwise by way of the API
/// server (<c>pods/proxy</c>).
/// </summary>
/// <param name="api">The cluster.</param>
internal sealed class PodQuestion(KubernetesApi api) : IDisposable
{
    // Where the local platform's kubelet tells which port of 127.0.0.1 each container port has.
    private const string Ports = "bigben.localhost/ports";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    /// <summary>Asks once.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="port">The port of its container.</param>
    /// <param name="path">The path, without its first slash.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<PodAnswer> AskAsync(Pod pod, int port, string path, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return LocalPort(pod, port) is { } local
                ? await AskHereAsync(local, path, patience.Token)
                : await AskThereAsync(pod, port, path, patience.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new PodAnswer(0, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PodAnswer(0, $"within {Patience.TotalSeconds:0} s");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<PodAnswer> AskHereAsync(int port, string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync($"http://127.0.0.1:{port}/{path}", cancellationToken);
        return new PodAnswer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    private async Task<PodAnswer> AskThereAsync(Pod pod, int port, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await api.Client.CoreV1.ConnectGetNamespacedPodProxyWithPathWithHttpMessagesAsync(
                $"{pod.Name}:{port}", pod.Namespace, path, cancellationToken: cancellationToken);
            using var reader = new StreamReader(answer.Body);
            return new PodAnswer((int)answer.Response.StatusCode, await reader.ReadToEndAsync(cancellationToken));
        }
        catch (HttpOperationException e)
        {
            return new PodAnswer((int)e.Response.StatusCode, ApiFailure.Reason(e));
        }
    }

    private static int? LocalPort(Pod pod, int port)
    {
        if (pod.Body.TextAt("metadata", "annotations", Ports) is not { Length: > 0 } ports)
            return null;
        using var numbers = JsonDocument.Parse(ports);
        return numbers.RootElement.NumberAt($"{port}");
    }
}
