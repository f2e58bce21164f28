using BigBen.Pipeline.Records;

namespace BigBen.Pipeline.Releases;

/// <summary>The commit that a release was of, kept in the message of the commit that records it, for a tag can be moved by force.</summary>
internal static class ReleaseTags
{
    private const string Key = "Released-Commit";

    /// <summary>The message of the commit that records a release.</summary>
    public static string Message(SemanticVersion version, string environment, string commit) =>
        $"Release {version} to {environment}\n\n{Key}: {commit}";

    /// <summary>Requires that the tag of a release still leads to the commit that was released.</summary>
    /// <param name="branch">main and its tags.</param>
    /// <param name="history">What was recorded in an environment that releases reach.</param>
    /// <param name="version">The version.</param>
    /// <param name="tagged">The commit that its tag leads to now.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="PlatformException">It leads elsewhere.</exception>
    public static async Task RequireUnmovedAsync(
        IMainBranch branch, RecordHistory history, string version, string tagged, CancellationToken cancellationToken)
    {
        if (history.FirstWith($"{RefNames.Tags}{version}") is not { } recorded
            || await branch.Git.TrailerAsync(recorded, Key, cancellationToken) is not { } released
            || released == tagged)
            return;
        throw new PlatformException(
            $"The tag {version} was moved: {released[..7]} was released, and it leads to {tagged[..7]} on '{branch.Remote}' now; " +
            $"put it back with 'git push --force {branch.Remote} {released}:{RefNames.Tags}{version}', " +
            "and choose a newer version for what is newer.");
    }
}
