using System.Net;
using BigBen.ArgoCd.Gate;
using BigBen.Kubernetes;
using k8s.Autorest;

namespace BigBen.Platforms.Clusters.Environments;

/// <summary>The Secrets of a cluster, as far as this user may see them.</summary>
/// <param name="api">The cluster.</param>
internal sealed class ClusterSecrets(KubernetesApi api) : ILiveSecrets
{
    /// <inheritdoc/>
    public bool HasOperators => true;

    /// <inheritdoc/>
    public async Task<LiveSecret?> FindAsync(string ns, string name, CancellationToken cancellationToken)
    {
        try
        {
            // What takes it away there is not for this to know: a plugin of Argo CD may decrypt other files.
            return await api.FindAsync(ResourceKind.Secrets, ns, name, cancellationToken) is { } secret
                ? new LiveSecret(KeysOf(secret), Application: null)
                : null;
        }
        catch (PlatformException e) when (e.InnerException is HttpOperationException { Response.StatusCode: HttpStatusCode.Forbidden })
        {
            return new LiveSecret(Keys: null, Application: null);
        }
    }

    private static IReadOnlyCollection<string> KeysOf(JsonElement secret) =>
        secret.At("data") is { ValueKind: JsonValueKind.Object } data ? [.. data.EnumerateObject().Select(field => field.Name)] : [];
}
