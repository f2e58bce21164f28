namespace BigBen.Pipeline.GitHub;

/// <summary>
/// GitHub's deployments of one environment. Each service has one, in a GitHub environment that is called as its Application: the one that
/// Argo CD's notifications find by the same name and commit, and give the outcome that the cluster alone knows.
/// </summary>
/// <param name="api">GitHub, with the right <c>deployments: write</c>.</param>
/// <param name="environment">The environment, such as <c>production</c>.</param>
/// <param name="isProduction">Whether it is the one that a release reaches in the end.</param>
/// <param name="log">Where the run that tells it can be read; null where it is none.</param>
internal sealed class Deployments(GitHubApi api, string environment, bool isProduction, string? log)
{
    // GitHub's states of a deployment that is over, and of one that did not come to be.
    private static readonly string[] Over = ["inactive", "failure", "error"];

    private readonly string _root = $"/repos/{api.Repository}/deployments";

    private string TaskName => $"deploy:{environment}";

    /// <summary>Tells that a service is on its way, unless GitHub knows that already, or that it has arrived.</summary>
    /// <param name="one">The service.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The deployment's number.</returns>
    /// <exception cref="PlatformException">GitHub cannot be reached or refuses.</exception>
    public async Task<long> StartAsync(Deployment one, CancellationToken cancellationToken)
    {
        if (await ListAsync($"environment={Uri.EscapeDataString(one.Name)}", cancellationToken) is [var newest, ..]
            && newest.GetProperty("sha").GetString() == one.Commit)
        {
            var state = await StateAsync(Number(newest), cancellationToken);
            if (state is not null && !Over.Contains(state))
                return Number(newest);
        }

        var made = await api.PostAsync(
            _root,
            new
            {
                @ref = one.Commit,
                task = TaskName,
                environment = one.Name,
                description = $"version {one.Version}",
                auto_merge = false,
                // What had to pass has passed before it was recorded.
                required_contexts = Array.Empty<string>(),
                transient_environment = false,
                production_environment = isProduction,
            },
            cancellationToken);
        await SayAsync(Number(made), "in_progress", "recorded; Argo CD brings it there", one.Url, cancellationToken);
        return Number(made);
    }

    /// <summary>Tells that a service has arrived, and that what ran before it does no more.</summary>
    /// <param name="number">The deployment's number.</param>
    /// <param name="one">The service.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PlatformException">GitHub cannot be reached or refuses.</exception>
    public async Task SucceedAsync(long number, Deployment one, CancellationToken cancellationToken)
    {
        if (await StateAsync(number, cancellationToken) != "success")
            await SayAsync(number, "success", $"answers with version {one.Version}", one.Url, cancellationToken);
        // GitHub does this by itself for environments that are not production.
        foreach (var before in await ListAsync($"environment={Uri.EscapeDataString(one.Name)}", cancellationToken))
        {
            if (Number(before) < number)
                await EndAsync(Number(before), "replaced", cancellationToken);
        }
    }

    /// <summary>Tells that a service has not arrived.</summary>
    /// <param name="number">The deployment's number.</param>
    /// <param name="one">The service.</param>
    /// <param name="seen">What was seen instead.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PlatformException">GitHub cannot be reached or refuses.</exception>
    public Task FailAsync(long number, Deployment one, string seen, CancellationToken cancellationToken) =>
        SayAsync(number, "failure", seen, one.Url, cancellationToken);

    /// <summary>Ends the deployments of services that the environment's record has no more.</summary>
    /// <param name="recorded">The names of those that it has.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PlatformException">GitHub cannot be reached or refuses.</exception>
    public async Task EndOthersAsync(IReadOnlyCollection<string> recorded, CancellationToken cancellationToken)
    {
        var all = await ListAsync($"task={Uri.EscapeDataString(TaskName)}", cancellationToken);
        foreach (var gone in all.Where(one => !recorded.Contains(one.GetProperty("environment").GetString()!)))
            await EndAsync(Number(gone), "removed", cancellationToken);
    }

    private async Task EndAsync(long number, string why, CancellationToken cancellationToken)
    {
        if (await StateAsync(number, cancellationToken) is { } state && !Over.Contains(state))
            await SayAsync(number, "inactive", why, null, cancellationToken);
    }

    private Task<JsonElement> SayAsync(long number, string state, string description, Uri? url, CancellationToken cancellationToken) =>
        api.PostAsync(
            $"{_root}/{number}/statuses",
            // GitHub takes 140 characters.
            new
            {
                state,
                description = description.Length > 140 ? description[..140] : description,
                environment_url = url?.AbsoluteUri ?? "",
                log_url = log ?? "",
            },
            cancellationToken);

    // Newest first, as all of GitHub's lists of these; a page of the newest is enough, for what is older was ended long ago.
    private async Task<IReadOnlyList<JsonElement>> ListAsync(string filter, CancellationToken cancellationToken) =>
        [.. (await FindAsync($"{_root}?{filter}&per_page=30", cancellationToken)).EnumerateArray()];

    private async Task<string?> StateAsync(long number, CancellationToken cancellationToken)
    {
        var statuses = await FindAsync($"{_root}/{number}/statuses?per_page=1", cancellationToken);
        return statuses.GetArrayLength() == 0 ? null : statuses[0].GetProperty("state").GetString();
    }

    private async Task<JsonElement> FindAsync(string path, CancellationToken cancellationToken) =>
        await api.FindAsync(path, cancellationToken) ?? throw new PlatformException(
            $"GitHub does not show the deployments of {api.Repository}: give the job the permission 'deployments: write'.");

    private static long Number(JsonElement deployment) => deployment.GetProperty("id").GetInt64();
}
