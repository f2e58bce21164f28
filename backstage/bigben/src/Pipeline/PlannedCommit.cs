using BigBen.Forge;

namespace BigBen.Pipeline;

/// <summary>What a release or a rollback would commit.</summary>
/// <param name="Subject">The commit's message.</param>
/// <param name="Tag">The git tag that it makes; null where it makes none.</param>
/// <param name="TaggedCommit">What the tag names; null without one.</param>
/// <param name="Diff">What it changes: a unified diff; empty where nothing changes.</param>
public sealed record PlannedCommit(string Subject, string? Tag, string? TaggedCommit, string Diff)
{
    /// <summary>Reads what a commit, which no ref leads to yet, would change.</summary>
    internal static async Task<PlannedCommit> OfAsync(
        Git git, string head, string commit, string? tag, string? taggedCommit, CancellationToken cancellationToken) =>
        new(
            commit == head ? "" : (await git.CommitsAsync(commit, null, 1, cancellationToken))[0].Subject,
            tag,
            taggedCommit,
            commit == head ? "" : await git.DiffAsync(head, commit, cancellationToken));
}
