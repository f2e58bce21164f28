using BigBen.Git;

namespace BigBen.Pipeline.GitHub;

/// <summary>
/// A commit that GitHub makes anew by its REST API, and signs: one that names no author of its own is signed as made by the token's app,
/// such as github-actions, and shown as verified. Nobody here has a key for that.
/// </summary>
internal static class SignedCommit
{
    // What git lists for a path: ":old-mode new-mode old-object new-object status" (git-diff-tree(1)).
    private const int Fields = 5;

    /// <summary>Makes the same commit on GitHub, and fetches it.</summary>
    /// <param name="git">The clone.</param>
    /// <param name="remote">The remote that is the repository on GitHub.</param>
    /// <param name="api">GitHub, with the right <c>contents: write</c>.</param>
    /// <param name="commit">The commit; GitHub has its parents.</param>
    /// <param name="cancellationToken">Ends it; a commit that no ref leads to may be left on GitHub.</param>
    /// <returns>The commit that GitHub made: of the same tree, parents and message.</returns>
    /// <exception cref="PlatformException">GitHub refuses, makes another commit, or does not sign it.</exception>
    public static async Task<string> MakeAsync(
        GitCli git, string remote, GitHubApi api, string commit, CancellationToken cancellationToken)
    {
        var parents = (await git.OutputAsync(cancellationToken, "rev-parse", $"{commit}^@")).Split('\n');
        var tree = await git.OutputAsync(cancellationToken, "rev-parse", $"{commit}^{{tree}}");
        var below = await git.OutputAsync(cancellationToken, "rev-parse", $"{parents[0]}^{{tree}}");
        var changes = await ChangesAsync(git, parents[0], commit, cancellationToken);
        var root = $"/repos/{api.Repository}/git";
        var made = tree == below
            ? tree
            : Sha(await api.PostAsync($"{root}/trees", new { base_tree = below, tree = changes }, cancellationToken));
        if (made != tree)
            throw new PlatformException($"GitHub made the tree {made} where {tree} was expected; nothing was recorded. Run it again.");
        var message = await git.OutputAsync(cancellationToken, "log", "-1", "--format=%B", commit);
        var answer = await api.PostAsync($"{root}/commits", new { message, tree, parents }, cancellationToken);
        var verification = answer.GetProperty("verification");
        if (!verification.GetProperty("verified").GetBoolean())
            throw new PlatformException(
                $"GitHub did not sign the record ({verification.GetProperty("reason").GetString()}), and nothing was recorded: "
                + "give the token of an app, as a workflow's GITHUB_TOKEN is, or omit --signed.");
        await git.OutputAsync(cancellationToken, "fetch", "--quiet", "--no-tags", remote, Sha(answer));
        return Sha(answer);
    }

    private static async Task<IReadOnlyList<object>> ChangesAsync(
        GitCli git, string parent, string commit, CancellationToken cancellationToken)
    {
        var listed = await git.OutputAsync(cancellationToken, "diff-tree", "-r", "-z", "--no-renames", parent, commit);
        var changes = new List<object>();
        foreach (var pair in listed.Split('\0', StringSplitOptions.RemoveEmptyEntries).Chunk(2))
        {
            var (fields, path) = (pair[0].Split(' '), pair[1]);
            if (fields.Length != Fields)
                throw new PlatformException($"git lists '{pair[0]}' where a changed file was expected; nothing was recorded.");
            changes.Add(fields[^1] == "D"
                ? new { path, mode = fields[0][1..], type = "blob", sha = (string?)null }
                : new
                {
                    path,
                    mode = fields[1],
                    type = "blob",
                    content = await git.ReadFileAsync(commit, path, cancellationToken),
                });
        }

        return changes;
    }

    private static string Sha(JsonElement answer) => answer.GetProperty("sha").GetString()!;
}
