using BigBen.Git;

namespace BigBen.Pipeline.GitHub;

/// <summary>main, to which changes are proposed: whatever would move it becomes a branch of its own and a pull request.</summary>
/// <param name="main">main.</param>
/// <param name="api">GitHub.</param>
/// <param name="target">What main is called there.</param>
/// <param name="name">The branch, such as <c>promote/v1.2.0</c>, which the pipeline alone writes.</param>
internal sealed class PullRequestBranch(IMainBranch main, GitHubApi api, string target, string name) : IMainBranch
{
    private const string Body =
        "The very images that the environment before was given, under a version; nothing is built again. Merged, they run. The check "
        + "allows this change of a record, for it is exactly what the pipeline would write.";

    /// <inheritdoc/>
    public GitCli Git => main.Git;

    /// <inheritdoc/>
    public string Remote => main.Remote;

    /// <summary>Where the pull request can be seen; null where none was needed.</summary>
    public string? Url { get; private set; }

    /// <inheritdoc/>
    public Task<string> HeadAsync(CancellationToken cancellationToken) => main.HeadAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<string?> TagAsync(string tag, CancellationToken cancellationToken) => main.TagAsync(tag, cancellationToken);

    /// <inheritdoc/>
    public Task<string?> BranchAsync(string branch, CancellationToken cancellationToken) => main.BranchAsync(branch, cancellationToken);

    /// <inheritdoc/>
    public Task<string> SealAsync(string commit, CancellationToken cancellationToken) => main.SealAsync(commit, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="PlatformException">The branch cannot be pushed, or GitHub refuses the pull request.</exception>
    public async Task<bool> TryAdvanceAsync(string expected, string commit, RefChange? tag, CancellationToken cancellationToken)
    {
        // An earlier proposal on an older main is replaced.
        string[] refs = tag is null ? [$"+{commit}:refs/heads/{name}"] : [$"+{commit}:refs/heads/{name}", $"{tag.New}:{tag.Name}"];
        var result = await Git.RunAsync(cancellationToken, ["push", "--porcelain", "--no-verify", "--atomic", Remote, .. refs]);
        if (!result.Succeeded)
            throw new PlatformException(
                $"The branch {name} cannot be pushed to '{Remote}': {GitCli.Reason(result)}. Look at the rights, then run it again.");
        Url = await OpenAsync((await Git.CommitsAsync(commit, null, 1, cancellationToken))[0].Subject, cancellationToken);
        return true;
    }

    private async Task<string> OpenAsync(string title, CancellationToken cancellationToken)
    {
        var pulls = $"/repos/{api.Repository}/pulls";
        var head = Uri.EscapeDataString($"{api.Repository.Split('/')[0]}:{name}");
        var open = await api.FindAsync($"{pulls}?state=open&base={Uri.EscapeDataString(target)}&head={head}", cancellationToken);
        var pull = open is { } list && list.GetArrayLength() > 0
            ? list[0]
            : await api.PostAsync(pulls, new { title, head = name, @base = target, body = Body }, cancellationToken);
        return pull.GetProperty("html_url").GetString()!;
    }
}
