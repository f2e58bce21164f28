using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Storage;

namespace BigBen.Tests.Controllers;

/// <summary>What controllers told of, in the order in which they did.</summary>
internal static class ToldEvents
{
    /// <summary>The events about an object: type, reason and message of each, as often as it was told.</summary>
    public static IEnumerable<string> Of(ObjectStorage storage, Revision start, string name)
    {
        for (var revision = start; revision.Version < storage.Current.Version;)
        {
            revision = revision.Following;
            var (key, value) = (revision.Change!.After.Key, revision.Change.After.Value);
            if (key.Resource.StartsWith("events", StringComparison.Ordinal) && value.TextAt("involvedObject", "name") == name)
                yield return $"{value.TextAt("type")} {value.TextAt("reason")}: {Masked(value.TextAt("message")!)}";
        }
    }

    // The end of a pod's name is drawn by lot.
    private static string Masked(string message) =>
        message.Contains(" pod: ", StringComparison.Ordinal) ? message[..message.LastIndexOf('-')] : message;
}
