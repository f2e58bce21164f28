using BigBen.Pipeline.Protection;

namespace BigBen.Pipeline.GitHub;

/// <summary>The reviewers of GitHub's environments who have approved the run of a workflow that this process is part of.</summary>
/// <param name="api">GitHub, with the right to read workflow runs.</param>
/// <param name="run">The run's number.</param>
internal sealed class RunReviews(GitHubApi api, string run) : IReviews
{
    /// <summary>
    /// The number of the run that this process is part of, the same however often the run is tried; null where it is part of none.
    /// </summary>
    public static string? RunOfThisProcess =>
        Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true" ? Environment.GetEnvironmentVariable("GITHUB_RUN_ID") : null;

    /// <summary>Those of the run that this process is part of; null where it is part of none.</summary>
    public static RunReviews? OfThisProcess() =>
        RunOfThisProcess is { } run ? new RunReviews(GitHubApi.OfThisProcess(), run) : null;

    /// <inheritdoc/>
    /// <exception cref="PlatformException">GitHub cannot be asked.</exception>
    public async Task<IReadOnlyList<Person>> OfAsync(string environment, CancellationToken cancellationToken) =>
        await api.FindAsync($"/repos/{api.Repository}/actions/runs/{run}/approvals", cancellationToken) is not { } reviews
            ? throw new PlatformException(
                $"GitHub does not tell who approved run {run} of {api.Repository}: give the job the permission 'actions: read'.")
            : [.. reviews.EnumerateArray()
                .Where(review => review.GetProperty("state").GetString() == "approved"
                    && review.GetProperty("environments").EnumerateArray().Any(one => one.GetProperty("name").GetString() == environment))
                .Select(review => new Person("", $"@{review.GetProperty("user").GetProperty("login").GetString()}"))];
}
