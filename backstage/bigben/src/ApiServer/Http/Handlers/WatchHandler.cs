using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Http.Responses;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Registry.Events;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Storage;

namespace BigBen.ApiServer.Http.Handlers;

/// <summary>Watches: what is there, where asked, and then every change as it happens. Nothing runs while nothing changes.</summary>
/// <param name="store">What is watched.</param>
/// <param name="clock">Ends a watch, and tells when a bookmark is due.</param>
internal sealed class WatchHandler(ObjectStore store, TimeProvider clock)
{
    private static readonly TimeSpan BookmarkEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(30);

    /// <summary>Answers with a stream of events, until the client goes or the time is over.</summary>
    /// <exception cref="StatusException">An option cannot be read.</exception>
    public async Task HandleAsync(ApiRequest request)
    {
        var options = WatchOptions.Of(request);
        using var timeout = new CancellationTokenSource(options.Timeout ?? Shortest * (1 + Random.Shared.NextDouble()), clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, request.Aborted);
        var stream = new WatchStream(request);
        try
        {
            await stream.StartAsync();
            await WatchAsync(request, options, stream, end.Token);
        }
        catch (StatusException e)
        {
            // The head is sent already: Kubernetes tells it as an event.
            await stream.ErrorAsync(e);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Its time was over, or nobody listens any more: both are how a watch ends.
        }
    }

    private async Task WatchAsync(ApiRequest request, WatchOptions options, WatchStream stream, CancellationToken end)
    {
        var resource = EventConversion.Stored(request.Resource);
        var lastBookmark = clock.GetTimestamp();
        var revision = options.Version is { } version ? store.At(version) : store.Current;
        if (options.Initial)
        {
            var there = revision.List(resource.GroupResource, request.Info.Namespace);
            foreach (var stored in there.Where(stored => options.Selection.Matches(stored.Value)))
                stream.Add(new WatchEvent(WatchEvent.Added, stored.Value));
            if (options.InitialEventsEnd)
                stream.Bookmark(revision.Version, initialEventsEnd: true);
            await stream.FlushAsync(end);
        }

        while (true)
        {
            var patience = options.Bookmarks ? UntilBookmark(lastBookmark) : Timeout.InfiniteTimeSpan;
            if (await store.NextAsync(revision, patience, end) is { } next)
            {
                revision = next;
                if (Seen(request, resource, options.Selection, next.Change!) is { } seen)
                {
                    stream.Add(seen);
                    await stream.FlushAsync(end);
                }
            }

            // Whatever else is written: a client that sees nothing must not fall behind the versions that are kept.
            if (options.Bookmarks && UntilBookmark(lastBookmark) == TimeSpan.Zero)
            {
                lastBookmark = clock.GetTimestamp();
                await stream.BookmarkAsync(revision.Version, end);
            }
        }
    }

    private TimeSpan UntilBookmark(long last)
    {
        var rest = BookmarkEvery - clock.GetElapsedTime(last);
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    private static WatchEvent? Seen(ApiRequest request, ApiResource resource, Selection selection, Change change)
    {
        var key = change.After.Key;
        var isPlace = request.Info.Namespace is null || key.Namespace == request.Info.Namespace;
        return isPlace && key.Resource == resource.GroupResource ? WatchEvent.Of(change, selection.Matches) : null;
    }
}
