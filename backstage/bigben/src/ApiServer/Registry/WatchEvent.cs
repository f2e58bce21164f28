using BigBen.ApiServer.Storage;

namespace BigBen.ApiServer.Registry;

/// <summary>A change of an object.</summary>
/// <param name="Type"><c>ADDED</c>, <c>MODIFIED</c> or <c>DELETED</c>.</param>
/// <param name="Value">
/// The object after it. When it is gone, or no longer seen: as it last was, with the version of the change.
/// </param>
internal sealed record WatchEvent(string Type, JsonElement Value)
{
    public const string Added = "ADDED";
    public const string Modified = "MODIFIED";
    public const string Deleted = "DELETED";

    /// <summary>What a write is to somebody who only sees the objects that match; null when it concerns none of those.</summary>
    /// <param name="change">The write.</param>
    /// <param name="matches">
    /// Whether an object is seen. One that stops matching is deleted for the watcher, as it was when it last matched; one that begins to
    /// match is added.
    /// </param>
    public static WatchEvent? Of(Change change, Func<JsonElement, bool> matches)
    {
        var before = change.Before is not null && matches(change.Before.Value);
        var after = !change.Removed && matches(change.After.Value);
        return (before, after) switch
        {
            (false, true) => new WatchEvent(Added, change.After.Value),
            (true, true) => new WatchEvent(Modified, change.After.Value),
            (true, false) when change.Removed => new WatchEvent(Deleted, change.After.Value),
            (true, false) => new WatchEvent(Deleted, change.Before!.At(change.After.Version).Value),
            (false, false) => null,
        };
    }
}
