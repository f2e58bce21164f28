using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Comparison;

namespace BigBen.ArgoCd.Gate;

/// <summary>The Secrets of the local platform.</summary>
/// <param name="store">Where they are.</param>
internal sealed class StoredSecrets(IObjectStore store) : ILiveSecrets
{
    /// <inheritdoc/>
    public bool HasOperators => false;

    /// <inheritdoc/>
    public Task<LiveSecret?> FindAsync(string ns, string name, CancellationToken cancellationToken) =>
        Task.FromResult(store.Find(Kinds.Secrets, ns, name) is { } secret
            ? new LiveSecret([.. secret.FieldsAt("data").Select(field => field.Name)], Tracking.ApplicationOf(secret))
            : null);
}
