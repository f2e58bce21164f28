using System.Net;
using System.Runtime.CompilerServices;
using k8s.Autorest;

namespace BigBen.Kubernetes.Logs;

/// <summary>The log of one container.</summary>
internal static class PodLog
{
    /// <summary>Its lines as they come; none where the container has not run, or has not run before, or is gone.</summary>
    /// <exception cref="PlatformException">The API does not answer, or refuses.</exception>
    public static async IAsyncEnumerable<string> ReadAsync(
        KubernetesApi api, string ns, string pod, string? container, LogQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var answer = await ApiFailure.GuardAsync(
            api, $"give the log of pod {pod}", () => OpenAsync(api, ns, pod, container, query, cancellationToken), cancellationToken);
        if (answer is null)
            yield break;
        using var reader = new StreamReader(answer.Body);
        while (await NextAsync(reader, cancellationToken) is { } line)
            yield return line;
    }

    private static async Task<HttpOperationResponse<Stream>?> OpenAsync(
        KubernetesApi api, string ns, string pod, string? container, LogQuery query, CancellationToken cancellationToken)
    {
        try
        {
            return await api.Client.CoreV1.ReadNamespacedPodLogWithHttpMessagesAsync(
                pod,
                ns,
                container,
                follow: query.Follow,
                previous: query.Previous,
                sinceSeconds: query.SinceSeconds,
                tailLines: query.Tail,
                timestamps: query.Timestamps,
                cancellationToken: cancellationToken);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound)
        {
            // "container … is waiting to start", "previous terminated container … not found", the pod is gone: there are no lines.
            return null;
        }
    }

    // A pod that goes while its log is followed may cut the stream; what was read stays read.
    private static async Task<string?> NextAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
