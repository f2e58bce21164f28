using System.Text;
using BigBen.Pipeline.Releases;

namespace BigBen.Pipeline.Remote;

/// <summary>The proof of a release in its notes: what it is made of and where that comes from.</summary>
internal static class ReleaseNotes
{
    private const string Start = "<!-- big-ben: written by the pipeline from here -->";
    private const string End = "<!-- big-ben: to here -->";

    /// <summary>The notes with the proof at their end, in the place of an earlier one.</summary>
    public static string WithProof(string notes, ReleaseResult release)
    {
        var (before, after) = Around(notes);
        var rest = after.Trim().Length > 0 ? $"\n\n{after.Trim()}" : "";
        return string.Concat(before.TrimEnd(), before.Trim().Length > 0 ? "\n\n" : "", Proof(release), rest, "\n");
    }

    private static (string Before, string After) Around(string notes)
    {
        var start = notes.IndexOf(Start, StringComparison.Ordinal);
        var end = start < 0 ? -1 : notes.IndexOf(End, start, StringComparison.Ordinal);
        return end < 0 ? (notes, "") : (notes[..start], notes[(end + End.Length)..]);
    }

    private static string Proof(ReleaseResult release)
    {
        // That the environment before was given it is what git knows; nobody here saw it healthy.
        var text = new StringBuilder($"{Start}\n### What this is made of\n\n")
            .Append(CultureInfo.InvariantCulture, $"| Service | Image | Built from | Recorded in {release.PromotedFrom} |\n")
            .Append("|---|---|---|---|\n");
        foreach (var service in release.Services.OrderBy(service => service.Service, StringComparer.Ordinal))
        {
            var since = service.Since.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"| {service.Service} | `{service.Image}` | {service.SourceCommit} | {since} |\n");
        }

        text.Append(release.Commit is null
            ? $"\nA pre-release: {release.Environment} stays as it is.\n"
            : $"\nThese very images are to run in {release.Environment} by {release.Commit}; nothing was built again.\n");
        return text.Append(End).ToString();
    }
}
