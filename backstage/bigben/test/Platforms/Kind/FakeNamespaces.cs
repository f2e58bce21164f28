using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Controllers.GarbageCollection;
using BigBen.Kubernetes;
using BigBen.Tests.Kubernetes;
using JsonFields = BigBen.Kubernetes.JsonFields;

namespace BigBen.Tests.Platforms.Kind;

/// <summary>Lets namespaces go that are deleted, by the real controller.</summary>
internal sealed class FakeNamespaces : IAsyncDisposable
{
    private static readonly ApiResource Resource = TestPlatform.Resource(ResourceKind.Namespaces);

    private readonly CancellationTokenSource _end = new();
    private readonly Task _following;

    internal FakeNamespaces(IObjectStore store) => _following = FollowAsync(store, new NamespaceController(store));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _following;
        _end.Dispose();
    }

    private async Task FollowAsync(IObjectStore store, NamespaceController controller)
    {
        try
        {
            await foreach (var change in store.WatchAsync(Resource, null, store.List(Resource).Version, _end.Token))
                controller.Reconcile(new NamespacedName("", JsonFields.NameOf(change.Value)));
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The cluster is gone.
        }
    }
}
