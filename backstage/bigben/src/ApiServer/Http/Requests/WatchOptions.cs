using BigBen.ApiServer.Answers;

namespace BigBen.ApiServer.Http.Requests;

/// <summary>How a resource is watched.</summary>
/// <param name="Selection">Which of its objects.</param>
/// <param name="Version">After which version; null for the newest.</param>
/// <param name="Initial">Whether the objects that there are come first, as added.</param>
/// <param name="InitialEventsEnd">Whether a bookmark tells when those are all.</param>
/// <param name="Bookmarks">Whether a bookmark tells from time to time which version was reached.</param>
/// <param name="Timeout">How long; null for as long as the server likes.</param>
internal sealed record WatchOptions(
    Selection Selection, long? Version, bool Initial, bool InitialEventsEnd, bool Bookmarks, TimeSpan? Timeout)
{
    // No timer of .NET waits longer than 49 days.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    /// <summary>Reads a request's options.</summary>
    /// <exception cref="StatusException">One cannot be read, or does not go with another.</exception>
    public static WatchOptions Of(ApiRequest request)
    {
        var query = request.Query;
        ListOptions.CheckWatch(query);
        var selection = Selection.Of(request);
        var version = query.Version();
        var timeout = query.Number("timeoutSeconds") is > 0 and var seconds
            ? TimeSpan.FromSeconds(Math.Min(seconds, (long)Longest.TotalSeconds))
            : (TimeSpan?)null;
        var bookmarks = query.Flag("allowWatchBookmarks");
        if (!query.Flag("sendInitialEvents"))
            return new WatchOptions(selection, version is 0 ? null : version, version is null or 0, false, bookmarks, timeout);
        // "Not older than" is met by the newest version.
        return new WatchOptions(selection, null, Initial: true, InitialEventsEnd: bookmarks, bookmarks, timeout);
    }
}
