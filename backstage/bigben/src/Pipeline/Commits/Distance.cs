using BigBen.Git;

namespace BigBen.Pipeline.Commits;

/// <summary>How far one environment is from another for one service.</summary>
/// <param name="Other">The other environment.</param>
/// <param name="Ahead">The commits that this one has and that would change the service in the other, the newest first.</param>
/// <param name="Behind">The commits that the other has and that would change the service in this one, the newest first.</param>
internal sealed record Distance(string Other, IReadOnlyList<Commit> Ahead, IReadOnlyList<Commit> Behind);

/// <summary>A commit, for people.</summary>
/// <param name="Id">Its full id.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Subject">The first line of its message.</param>
internal sealed record Commit(string Id, string Author, string Subject)
{
    /// <summary>Out of what git tells.</summary>
    public static Commit Of(CommitInfo told) => new(told.Id, told.Author, told.Subject);
}
