using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using BigBen.Foundation;
using k8s;
using k8s.Autorest;

namespace BigBen.Kubernetes.Caching;

/// <summary>
/// Keeps what a cluster has of one kind, as client-go's reflector does: lists, then watches on from there; a watch that ends goes on at the
/// version that it came to, one that is too far behind (410) lists anew, and what fails is tried again, ever more slowly.
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

    /// <summary>Completes with the first list, or with what kept it from coming.</summary>
    public Task Listed => _listed.Task;

    /// <summary>The objects, by namespace and name.</summary>
    public IReadOnlyList<JsonElement> Objects => [.. _objects.Values];

    /// <summary>Why the objects may be old: what the API said last; null while it answers.</summary>
    public string? Failure { get; private set; }

    /// <summary>Keeps on until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (_version is null)
                    await ListAsync(cancellationToken);
                pause = _version is null ? LongestPause : FirstPause;
                if (_version is not null)
                {
                    await WatchAsync(cancellationToken);
                    continue;
                }
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
            // A connection that breaks while it is made leaves the HTTP client as the socket's own exception.
            catch (Exception e) when (e is PlatformException or HttpOperationException or HttpRequestException or IOException
                or SocketException or OperationCanceledException or KubernetesException or JsonException)
            {
                Say(e is PlatformException ? e.Message : ApiFailure.Reason(e));
                _listed.TrySetException(
                    e as PlatformException
                        ?? new PlatformException($"The Kubernetes API at {api.Server} does not watch {kind}: {ApiFailure.Reason(e)}", e));
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var (items, version) = await api.ListAsync(kind, ns, api.Scope.SelectorOf(kind), cancellationToken);
        _objects = items.ToImmutableSortedDictionary(item => (item.NamespaceOf(), item.NameOf()), item => item);
        _version = version;
        _listed.TrySetResult();
        Failure = null;
        changed();
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
            Failure = null;
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

    private void Say(string reason)
    {
        Failure = reason;
        changed();
    }

    private static bool IsExpired(Exception failure) =>
        failure is HttpOperationException { Response.StatusCode: HttpStatusCode.Gone }
            or KubernetesException { Status.Code: (int)HttpStatusCode.Gone };
}
