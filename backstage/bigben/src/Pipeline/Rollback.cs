using BigBen.Forge;
using BigBen.Foundation;
using BigBen.Images;

namespace BigBen.Pipeline;

/// <summary>What a rollback did.</summary>
/// <param name="From">What ran.</param>
/// <param name="To">What runs again.</param>
/// <param name="Commit">The commit of main that records it.</param>
public sealed record RollbackResult(ServiceRecord From, ServiceRecord To, string Commit);

/// <summary>
/// Restores the previous record of one service in one environment, by a commit: image, chart and values together.
/// </summary>
/// <remarks>
/// In production the earlier record names the earlier version, and with it its chart and values. In developer records follow main, so
/// the restored one is pinned to the commit that first recorded it: the chart and values it was delivered and proven with. The next
/// change of the service's inputs follows main again.
/// </remarks>
/// <param name="forge">The forge.</param>
/// <param name="images">Where images are kept.</param>
/// <param name="environments">What runs.</param>
/// <param name="turns">One delivery at a time.</param>
public sealed class Rollback(ForgeRepository forge, IImages images, IEnvironments environments, DeliveryTurns turns)
{
    private readonly Git git = forge.Git;

    /// <summary>Rolls a service back by one step.</summary>
    /// <param name="run">Tells the steps.</param>
    /// <param name="service">The service.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="cancellationToken">Stops the rollback where it is.</param>
    /// <exception cref="PlatformException">There is nothing to go back to, or a step failed.</exception>
    public async Task<RollbackResult> RollBackAsync(Run run, string service, string environment, CancellationToken cancellationToken)
    {
        using var turn = await turns.EnterAsync(run, cancellationToken);
        var head = await forge.HeadAsync(cancellationToken);
        var (from, to) = await run.StepAsync($"check {service} in {environment}", step => CheckAsync(step, head, service, environment, cancellationToken));
        var file = EnvironmentFile.Parse(environment, await git.ReadFileAsync(head, EnvironmentFile.PathOf(environment), cancellationToken));
        var services = new Dictionary<string, ServiceRecord>(file.Services) { [service] = to };
        var commit = await Recorder.WriteAsync(
            git, head, file with { Services = services }, $"Roll {service} in {environment} back from {from.Tag} to {to.Tag}", cancellationToken);
        await run.StepAsync("render", _ => environments.RenderAsync(
            new Candidate(commit, new Dictionary<string, string> { [ServiceRecord.Main] = commit }), cancellationToken));
        await run.StepAsync("record", async step =>
        {
            if (!await git.TryAdvanceAsync(ForgeRepository.MainRef, commit, head, cancellationToken))
                throw new PlatformException($"main moved while {service} was being rolled back; nothing was deployed: roll it back again.");
            step.Detail = $"main is at {commit[..7]}";
        });
        await run.StepAsync($"sync {environment}", step => environments.SyncAsync(step, commit, environment, cancellationToken));
        await run.StepAsync($"prove {environment}", step => environments.ProveAsync(step, commit, environment, cancellationToken));
        return new RollbackResult(from, to, commit);
    }

    private async Task<(ServiceRecord From, ServiceRecord To)> CheckAsync(
        Step step, string head, string service, string environment, CancellationToken cancellationToken)
    {
        if (environment is not (EnvironmentFile.Developer or EnvironmentFile.Production))
            throw new PlatformException($"There is no environment '{environment}': name {EnvironmentFile.Developer} or {EnvironmentFile.Production}.");
        var path = EnvironmentFile.PathOf(environment);
        var file = EnvironmentFile.Parse(environment, await git.ReadFileAsync(head, path, cancellationToken));
        if (!file.Services.ContainsKey(service))
            throw new PlatformException($"{service} does not run in {environment}: {(file.Services.Count == 0 ? "nothing does" : $"name {string.Join(" or ", file.Services.Keys)}")}.");
        var stack = await new RecordHistory(git).StackAsync(head, environment, service, cancellationToken);
        if (stack.Count < 2)
            throw new PlatformException($"{service} in {environment} has nothing to go back to: {file.Services[service].Tag} is the first that {path} records.");
        var (past, commit) = stack[^2];
        if (images.FindByDigest(ServiceSource.ImageRepositoryOf(service), past.Digest) is null)
            throw new PlatformException($"{service} in {environment} cannot go back to {past.Tag}: its image {past.Digest[..19]} is no longer in the store.");
        var to = past.Revision == ServiceRecord.Main ? past with { Revision = commit } : past;
        step.Detail = $"{file.Services[service].Tag} to {to.Tag}";
        return (file.Services[service], to);
    }
}
