namespace BigBen.Git;

/// <summary>A commit, for people.</summary>
/// <param name="Id">Its full id.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Time">When it was committed.</param>
/// <param name="Subject">The first line of its message.</param>
/// <param name="Files">What it touches, by paths from the top; none for a merge.</param>
public sealed record CommitInfo(string Id, string Author, DateTimeOffset Time, string Subject, IReadOnlyList<string> Files)
{
    // So many a commit has: all but the files, then these.
    internal const int Fields = 5;

    internal static CommitInfo Of(string[] fields) =>
        new(fields[0], fields[1], DateTimeOffset.Parse(fields[2], CultureInfo.InvariantCulture), fields[3],
            fields[4].Split('\n', StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A commit, and trailers of its message.</summary>
/// <param name="Id">Its full id.</param>
/// <param name="Time">When it was committed.</param>
/// <param name="Subject">The first line of its message.</param>
/// <param name="Trailers">The values of the trailers that were asked for, in that order; empty for one that it has not.</param>
public sealed record TrailerCommit(string Id, DateTimeOffset Time, string Subject, IReadOnlyList<string> Trailers);
