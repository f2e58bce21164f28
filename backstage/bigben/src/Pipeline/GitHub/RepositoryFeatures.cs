namespace BigBen.Pipeline.GitHub;

/// <summary>What GitHub gives a repository: a public one has all of it, a private one and a new fork lack some.</summary>
/// <param name="Attestations">Whether the pipeline can attest where it built an image, and a release ask for that.</param>
/// <param name="CodeScanning">Whether CodeQL's findings can be uploaded.</param>
/// <param name="DependencyReview">Whether it is known which dependencies a change adds: the dependency graph.</param>
internal sealed record RepositoryFeatures(bool Attestations, bool CodeScanning, bool DependencyReview)
{
    /// <summary>What is lost, and how to get it, a sentence each.</summary>
    public IEnumerable<string> Losses()
    {
        if (!Attestations)
            yield return "A private repository has attestations on GitHub Enterprise Cloud alone: images are signed, but a release does "
                + "not require proof that this repository's pipeline built them. Where the plan has them, set the variable ATTESTATIONS "
                + "to true.";
        if (!CodeScanning)
            yield return "Code scanning is off: CodeQL analyzes, but its findings are an artifact of the run instead of alerts. GitHub "
                + "Code Security switches it on for a private repository.";
        if (!DependencyReview)
            yield return "The dependency graph is off, as in every new fork: nobody looks for known vulnerabilities of what a pull request "
                + "adds. Switch it on in the repository's settings, under Advanced Security.";
    }

    /// <summary>Asks GitHub what a repository has.</summary>
    /// <param name="api">The repository.</param>
    /// <param name="withAttestations">Whether people say that a private one has attestations, which no token of a workflow may ask.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PlatformException">GitHub cannot be asked, or does not know the repository.</exception>
    public static async Task<RepositoryFeatures> AskAsync(GitHubApi api, bool withAttestations, CancellationToken cancellationToken)
    {
        var root = $"/repos/{api.Repository}";
        var repository = await api.FindAsync(root, cancellationToken)
            ?? throw new PlatformException("GitHub does not know the repository, or the token may not see it: look at GITHUB_REPOSITORY.");
        var visibility = repository.GetProperty("visibility").GetString();
        var branch = Uri.EscapeDataString(repository.GetProperty("default_branch").GetString()!);
        return new RepositoryFeatures(
            // Internal ones exist on Enterprise alone.
            visibility != "private" || withAttestations,
            visibility == "public" || await HasCodeScanningAsync(api, root, cancellationToken),
            await api.FindAsync($"{root}/dependency-graph/compare/{branch}...{branch}", cancellationToken) is not null);
    }

    // Where it is on and nothing was analyzed yet, the answer is 404.
    private static async Task<bool> HasCodeScanningAsync(GitHubApi api, string root, CancellationToken cancellationToken) =>
        !await api.IsForbiddenAsync($"{root}/code-scanning/alerts?per_page=1", cancellationToken);
}
