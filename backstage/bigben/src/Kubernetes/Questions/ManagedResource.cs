using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Kubernetes.Applications;

namespace BigBen.Kubernetes.Questions;

/// <summary>An object of an Application as git says and as it runs.</summary>
/// <param name="Managed">Argo CD's judgement of it.</param>
/// <param name="Desired">
/// What was applied last; null where the object does not keep it, as after a server-side apply, or git no longer has it.
/// </param>
/// <param name="Live">What runs; null where it is missing.</param>
internal sealed record ManagedResource(ManagedObject Managed, JsonObject? Desired, JsonObject? Live)
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>Reads every object of an Application.</summary>
    /// <exception cref="PlatformException">The API does not answer, or refuses.</exception>
    public static async Task<IReadOnlyList<ManagedResource>> ReadAsync(
        KubernetesApi api, Application application, CancellationToken cancellationToken)
    {
        var kinds = await ResourceDiscovery.KindsAsync(
            api, application.Resources.Select(resource => (resource.Reference.Group, resource.Version)), cancellationToken);
        return await Task.WhenAll(application.Resources.Select(async resource =>
        {
            var reference = resource.Reference;
            var served = kinds.FirstOrDefault(kind =>
                (kind.Group, kind.Version, kind.Kind) == (reference.Group, resource.Version, reference.Kind));
            var body = served is null ? null : await api.FindAsync(served, reference.Namespace, reference.Name, cancellationToken);
            return new ManagedResource(
                resource, body is { } found ? Applied(found) : null, body is { } live ? JsonObject.Create(live) : null);
        }));
    }

    private static JsonObject? Applied(JsonElement body) =>
        body.TextAt("metadata", "annotations", LastApplied) is { Length: > 0 } text ? JsonNode.Parse(text) as JsonObject : null;
}
