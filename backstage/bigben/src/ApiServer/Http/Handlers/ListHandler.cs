using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Http.Responses;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Registry.Events;
using BigBen.ApiServer.Storage;

namespace BigBen.ApiServer.Http.Handlers;

/// <summary>Lists: all objects of a resource that match, at one version, in pages where asked.</summary>
/// <param name="store">Where they are.</param>
internal sealed class ListHandler(ObjectStore store)
{
    /// <summary>Answers with a list.</summary>
    /// <exception cref="StatusException">An option cannot be read, or the version is not to be had.</exception>
    public Task HandleAsync(ApiRequest request) => request.AnswerAsync(Read(request));

    /// <summary>The objects that a list's options select.</summary>
    public ListPage Read(ApiRequest request)
    {
        ListOptions.CheckList(request.Query);
        var selection = Selection.Of(request);
        var limit = request.Query.Number("limit") ?? 0;
        var token = request.Query.Text("continue") is { } text ? Continue.Parse(text) : null;
        var revision = RevisionOf(request, token);
        var rest = revision.List(EventConversion.Stored(request.Resource).GroupResource, request.Info.Namespace);
        if (token is not null)
            rest = rest.SkipWhile(stored => string.CompareOrdinal(stored.Key.Path, token.After) <= 0);
        var matching = rest.Where(stored => selection.Matches(stored.Value)).ToList();
        if (limit <= 0 || matching.Count <= limit)
            return new ListPage([.. matching.Select(stored => stored.Value)], revision.Version, null, null);
        var items = matching.GetRange(0, (int)limit);
        var next = new Continue(revision.Version, items[^1].Key.Path).ToString();
        // Kubernetes does not count what a selector would have to look at.
        var remaining = selection.IsAll ? matching.Count - limit : (long?)null;
        return new ListPage([.. items.Select(stored => stored.Value)], revision.Version, next, remaining);
    }

    private Revision RevisionOf(ApiRequest request, Continue? token)
    {
        if (token is not null)
            return store.Find(token.Version) ?? throw Failures.ExpiredContinue();
        var version = request.Query.Version() ?? 0;
        if (version > store.Current.Version)
            throw Failures.TooLargeVersion(version, store.Current.Version);
        return request.Query.Text("resourceVersionMatch") == "Exact" ? store.At(version) : store.Current;
    }
}
