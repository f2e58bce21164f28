using System.Net.Sockets;
using System.Text.Json;
using BigBen.Foundation;
using k8s.Autorest;

namespace BigBen.Kubernetes;

/// <summary>Says in a sentence why the API did not do what it was asked.</summary>
internal static class ApiFailure
{
    /// <summary>Asks; what goes wrong becomes a <see cref="PlatformException"/>.</summary>
    /// <param name="api">The API.</param>
    /// <param name="what">What is asked for, such as <c>list pods</c>.</param>
    /// <param name="ask">Asks.</param>
    public static async Task<T> GuardAsync<T>(KubernetesApi api, string what, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is HttpOperationException or HttpRequestException or IOException or SocketException)
        {
            throw new PlatformException($"The Kubernetes API at {api.Server} does not {what}: {Reason(e)}", e);
        }
    }

    /// <summary>The message of the API's <c>Status</c> object where it sent one, otherwise the connection's.</summary>
    public static string Reason(Exception failure)
    {
        if (failure is not HttpOperationException { Response: { } response })
            return failure.Message;
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
