using BigBen.Git;
using BigBen.Pipeline.Records;

namespace BigBen.Pipeline;

/// <summary>What a release or a rollback would commit.</summary>
/// <param name="Subject">The commit's message.</param>
/// <param name="Tag">The git tag that it makes; null where it makes none.</param>
/// <param name="TaggedCommit">What the tag names; null without one.</param>
/// <param name="Diff">What it changes: a unified diff; empty where nothing changes.</param>
public sealed record PlannedCommit(string Subject, string? Tag, string? TaggedCommit, string Diff)
{
    /// <summary>The record that a rollback goes back from; null for a release.</summary>
    public ServiceRecord? From { get; init; }

    /// <summary>Reads what a plan would change.</summary>
    internal static async Task<PlannedCommit> OfAsync(GitCli git, Plan plan, CancellationToken cancellationToken) =>
        new(
            plan.Commit == plan.Head ? "" : (await git.CommitsAsync(plan.Commit, null, 1, cancellationToken))[0].Subject,
            plan.Tag?.Name["refs/tags/".Length..],
            plan.Tag is null ? null : await git.TryResolveAsync(plan.Tag.New, cancellationToken),
            plan.Commit == plan.Head ? "" : await git.DiffAsync(plan.Head, plan.Commit, cancellationToken));
}
