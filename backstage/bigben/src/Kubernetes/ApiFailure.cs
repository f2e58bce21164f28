using System.Net.Sockets;
using k8s.Autorest;
using k8s.Exceptions;

namespace BigBen.Kubernetes;

/// <summary>Says in a sentence why the API did not do what it was asked.</summary>
internal static class ApiFailure
{
    /// <summary>Asks; what goes wrong becomes a <see cref="PlatformException"/>.</summary>
    /// <param name="api">The API.</param>
    /// <param name="what">What is asked for, such as <c>list pods</c>.</param>
    /// <param name="ask">Asks.</param>
    /// <param name="cancellationToken">The caller's; whatever else cancels is the API that took too long.</param>
    public static async Task<T> GuardAsync<T>(KubernetesApi api, string what, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (Is(e) || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new PlatformException($"The Kubernetes API at {api.Server} does not {what}: {Reason(e)}", e);
        }
    }

    /// <summary>
    /// Whether it is a failure of the API, the connection to it or the credentials: a plugin that gives no token, an OIDC provider that
    /// gives no new one.
    /// </summary>
    public static bool Is(Exception failure) =>
        failure is HttpOperationException or HttpRequestException or IOException or SocketException
            or KubeConfigException or KubernetesClientException;

    /// <summary>The message of the API's <c>Status</c> object where it sent one, otherwise the exception's.</summary>
    public static string Reason(Exception failure)
    {
        if (failure is OperationCanceledException)
            return "it does not answer";
        // The package puts whole exceptions into some of its messages.
        if (failure is not HttpOperationException { Response: { } response })
            return failure.Message.Split("\n   at ")[0].ReplaceLineEndings(" ");
        try
        {
            using var status = JsonDocument.Parse(response.Content ?? "");
            return status.RootElement.TextAt("message") is { Length: > 0 } message
                ? message
                : $"{(int)response.StatusCode} {response.ReasonPhrase}";
        }
        catch (JsonException)
        {
            return $"{(int)response.StatusCode} {response.ReasonPhrase}";
        }
    }
}
