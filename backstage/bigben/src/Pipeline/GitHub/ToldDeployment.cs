namespace BigBen.Pipeline.GitHub;

/// <summary>What GitHub knows now of a service in an environment.</summary>
/// <param name="Name">GitHub's environment.</param>
/// <param name="Version">The version.</param>
/// <param name="Url">Where people reach it; null where that is not known.</param>
/// <param name="State">GitHub's word: <c>in_progress</c>, <c>success</c> or <c>failure</c>.</param>
/// <param name="Seen">What was answered instead of the version; null unless it failed.</param>
internal sealed record ToldDeployment(string Name, string Version, Uri? Url, string State, string? Seen)
{
    /// <summary>Tells GitHub of the services of an environment, and where each is reached, what came of it.</summary>
    /// <param name="github">GitHub's deployments of the environment.</param>
    /// <param name="services">Every service that is recorded there.</param>
    /// <param name="ask">
    /// Asks a service that has a URL until it answers its version or time is up: null, or what it answered instead. One that has none, such
    /// as a worker, stays in progress: what came of it the cluster alone knows.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PlatformException">GitHub cannot be reached or refuses.</exception>
    public static async Task<IReadOnlyList<ToldDeployment>> TellAsync(
        Deployments github,
        IReadOnlyList<Deployment> services,
        Func<Deployment, CancellationToken, Task<string?>>? ask,
        CancellationToken cancellationToken)
    {
        // One after the other: GitHub counts requests that come at once against a limit of its own.
        var started = new List<(Deployment Service, long Number)>();
        foreach (var service in services)
            started.Add((service, await github.StartAsync(service, cancellationToken)));
        await github.EndOthersAsync([.. services.Select(service => service.Name)], cancellationToken);
        var answers = await Task.WhenAll(started.Select(one =>
            ask is null || one.Service.Url is null ? Task.FromResult<string?>(null) : ask(one.Service, cancellationToken)));
        var told = new List<ToldDeployment>();
        foreach (var ((service, number), seen) in started.Zip(answers))
        {
            if (ask is null || service.Url is null)
            {
                told.Add(new(service.Name, service.Version, service.Url, "in_progress", null));
                continue;
            }

            await (seen is null
                ? github.SucceedAsync(number, service, cancellationToken)
                : github.FailAsync(number, service, seen, cancellationToken));
            told.Add(new(service.Name, service.Version, service.Url, seen is null ? "success" : "failure", seen));
        }

        return told;
    }
}
