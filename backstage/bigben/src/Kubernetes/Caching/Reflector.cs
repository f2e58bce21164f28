using System.Collections.Immutable;
using System.Net;
using k8s;
using k8s.Autorest;

namespace BigBen.Kubernetes.Caching;

/// <summary>
/// Keeps what a cluster has of one kind, as client-go's reflector does: lists, then watches on from there; a watch that ends goes on at the
/// version that it came to, one that is too far behind (410) or breaks lists again, and what fails is tried again, ever more slowly.
/// </summary>
/// <param name="api">The cluster.</param>
/// <param name="kind">The kind.</param>
/// <param name="ns">The namespace; null for all.</param>
/// <param name="changed">Told of every change.</param>
/// <param name="clock">Times the next try.</param>
internal sealed class Reflector(KubernetesApi api, ResourceKind kind, string? ns, Action changed, TimeProvider clock)
{
    // A server ends a watch by then; one that is silent for longer has lost us, and nothing else would tell.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _listed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ImmutableSortedDictionary<(string Namespace, string Name), JsonElement> _objects =
        ImmutableSortedDictionary<(string Namespace, string Name), JsonElement>.Empty;

    private string? _version;
    private TimeSpan _pause = FirstPause;

    /// <summary>Completes with the first list, or with what kept it from coming.</summary>
    public Task Listed => _listed.Task;

    /// <summary>The objects, by namespace and name.</summary>
    public IReadOnlyList<JsonElement> Objects => [.. _objects.Values];

    /// <summary>Why the objects may be old: what the API said last; null while it answers.</summary>
    public string? Failure { get; private set; }

    /// <summary>Keeps on until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (_version is null)
                    await ListAsync(cancellationToken);
                if (_version is not null)
                {
                    await WatchAsync(cancellationToken);
                    continue;
                }

                _pause = LongestPause;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (IsExpired(e))
            {
                _version = null;
                continue;
            }
            // Whatever it is: if this loop ended, what is shown would stay as it is, and nothing would say so.
            catch (Exception e)
            {
                // A list shows at once that the API answers again; a watch only does when something changes.
                _version = null;
                Say(e as PlatformException
                    ?? new PlatformException($"The Kubernetes API at {api.Server} does not watch {kind}: {ApiFailure.Reason(e)}", e));
            }

            await Task.Delay(_pause, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var (items, version) = await api.ListAsync(kind, ns, api.Scope.SelectorOf(kind), cancellationToken);
        _objects = items.ToImmutableSortedDictionary(item => (item.NamespaceOf(), item.NameOf()), item => item);
        _version = version;
        Failure = null;
        changed();
        // Last: who waited for the list is not told of it once more.
        _listed.TrySetResult();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var silent = new CancellationTokenSource(Longest + Grace, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silent.Token);
        Exception? failure = null;
        var (selector, seconds) = (api.Scope.SelectorOf(kind), (int)Longest.TotalSeconds);
        var events = ns is null
            ? api.Client.CustomObjects.WatchListClusterCustomObjectAsync(
                kind.Group, kind.Version, kind.Plural, allowWatchBookmarks: true, labelSelector: selector, resourceVersion: _version,
                timeoutSeconds: seconds, onError: e => failure ??= e, cancellationToken: either.Token)
            : api.Client.CustomObjects.WatchListNamespacedCustomObjectAsync(
                kind.Group, kind.Version, ns, kind.Plural, allowWatchBookmarks: true, labelSelector: selector, resourceVersion: _version,
                timeoutSeconds: seconds, onError: e => failure ??= e, cancellationToken: either.Token);
        await foreach (var (type, value) in events)
        {
            (Failure, _pause) = (null, FirstPause);
            Take(type, (JsonElement)value);
        }

        if (failure is not null)
            throw failure;
    }

    private void Take(WatchEventType type, JsonElement value)
    {
        _version = value.TextAt("metadata", "resourceVersion");
        if (type == WatchEventType.Bookmark)
            return;
        var key = (value.NamespaceOf(), value.NameOf());
        _objects = type == WatchEventType.Deleted ? _objects.Remove(key) : _objects.SetItem(key, value);
        changed();
    }

    private void Say(PlatformException failure)
    {
        Failure = failure.Message;
        changed();
        _listed.TrySetException(failure);
    }

    private static bool IsExpired(Exception failure) =>
        failure is HttpOperationException { Response.StatusCode: HttpStatusCode.Gone }
            or KubernetesException { Status.Code: (int)HttpStatusCode.Gone };
}
