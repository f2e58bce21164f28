using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Releases;

namespace BigBen.Pipeline;

/// <summary>
/// A repair of the last release while main has gone on: a branch off its tag, called for the version that it will be, such as
/// <c>hotfix/v1.2.1</c>. It is tested, built, recorded in the first environment and proven like main, and released from there.
/// </summary>
internal static class Hotfix
{
    private const string Prefix = "refs/heads/hotfix/";

    /// <summary>The branch of a version's hotfix, by its full name.</summary>
    public static string BranchOf(SemanticVersion version) => $"{Prefix}{version}";

    /// <summary>Whether a ref is the branch of a hotfix.</summary>
    public static bool IsBranch(string name) => VersionOf(name) is not null;

    /// <summary>Requires that a commit repairs the last release.</summary>
    /// <param name="main">The repository, and main, which has the history of the last environment.</param>
    /// <param name="branch">The branch's full name.</param>
    /// <param name="commit">The commit on it.</param>
    /// <param name="head">The tip of main.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="PlatformException">Nothing was released yet, something newer was, or the commit lacks the last release.</exception>
    public static async Task RequireAsync(IMainBranch main, string branch, string commit, string head, CancellationToken cancellationToken)
    {
        var version = VersionOf(branch)
            ?? throw new PlatformException($"{branch} is neither main nor a hotfix's branch, such as {Prefix}v1.2.1.");
        var environments = await EnvironmentList.ReadAsync(main.Git, head, cancellationToken);
        var history = await RecordHistory.ReadAsync(main.Git, head, environments.Last, cancellationToken);
        var last = history.Versions.Where(other => other.Prerelease.Length == 0 && other != version).Max()
            ?? throw new PlatformException($"There is no release that {branch} could repair: push to main instead.");
        if (version <= last)
            throw new PlatformException(
                $"{branch} is not newer than {last}, the last release: call it for the version that comes after it.");
        var released = await main.TagAsync($"{last}", cancellationToken);
        if (released is null || !await main.Git.IsAncestorAsync(released, commit, cancellationToken))
            throw new PlatformException(
                $"{commit[..7]} on {branch} does not contain {last}, the last release: begin the branch with " +
                $"'git switch -c {branch["refs/heads/".Length..]} {last}'.");
    }

    private static SemanticVersion? VersionOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) ? SemanticVersion.TryParse(name[Prefix.Length..]) : null;
}
