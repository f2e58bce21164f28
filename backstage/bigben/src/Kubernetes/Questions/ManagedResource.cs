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
    /// <summary>Why it could not be read; null where it was.</summary>
    public string? Failure { get; private init; }

    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>Reads the objects of an Application that are not what git says, in <see cref="HttpAnswer.Patience"/> at most.</summary>
    public static async Task<IReadOnlyList<ManagedResource>> ReadDifferentAsync(
        KubernetesApi api, Application application, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(HttpAnswer.Patience);
        var different = application.Resources.Where(resource => resource.Sync == SyncStatus.OutOfSync).ToList();
        var kinds = different.Select(resource => (resource.Reference.Group, resource.Version)).Distinct()
            .ToDictionary(group => group, group => ResourceDiscovery.KindsAsync(api, [group], patience.Token));
        return await Task.WhenAll(different.Select(async resource =>
        {
            try
            {
                return await ReadAsync(api, resource, await kinds[(resource.Reference.Group, resource.Version)], patience.Token);
            }
            catch (PlatformException e)
            {
                return new ManagedResource(resource, null, null) { Failure = e.Message };
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return new ManagedResource(resource, null, null)
                {
                    Failure = $"The Kubernetes API at {api.Server} does not answer within {HttpAnswer.Patience.TotalSeconds:0} s",
                };
            }
        }));
    }

    private static async Task<ManagedResource> ReadAsync(
        KubernetesApi api, ManagedObject managed, IReadOnlyList<ResourceKind> kinds, CancellationToken cancellationToken)
    {
        var reference = managed.Reference;
        if (kinds.FirstOrDefault(kind => kind.Kind == reference.Kind) is not { } served
            || await api.FindAsync(served, reference.Namespace, reference.Name, cancellationToken) is not { } live)
            return new ManagedResource(managed, null, null);
        return new ManagedResource(managed, managed.RequiresPruning ? null : Applied(live), JsonObject.Create(live));
    }

    private static JsonObject? Applied(JsonElement body) =>
        body.TextAt("metadata", "annotations", LastApplied) is { Length: > 0 } text ? JsonNode.Parse(text) as JsonObject : null;
}
