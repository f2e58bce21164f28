using BigBen.Forge;
using BigBen.Foundation;
using BigBen.Images;

namespace BigBen.Pipeline;

/// <summary>What a delivery did.</summary>
/// <param name="Commit">The commit that main stands at.</param>
/// <param name="Services">The services that were delivered anew.</param>
/// <param name="Changed">Whether main moved.</param>
public sealed record DeliveryResult(string Commit, IReadOnlyList<string> Services, bool Changed);

/// <summary>
/// A push to main: check, affected, test, build, render, record, sync, prove. Up to <c>record</c> a failure, an interruption or a kill
/// leaves main and everything that runs as they were; from there on main holds what is to run, and the environments follow it.
/// </summary>
/// <param name="forge">The forge.</param>
/// <param name="images">Where images are kept.</param>
/// <param name="build">Checks out and tests.</param>
/// <param name="builder">Makes images.</param>
/// <param name="environments">What runs.</param>
/// <param name="ledger">Remembers what was seen healthy.</param>
/// <param name="turns">One delivery at a time.</param>
public sealed class Deliverer(
    ForgeRepository forge, IImages images, DotnetBuild build, IImageBuilder builder, IEnvironments environments, HealthLedger ledger, DeliveryTurns turns)
{
    private readonly Git git = forge.Git;
    private readonly Affected affected = new(forge.Git, images);

    /// <summary>Delivers a commit to developer and makes it main.</summary>
    /// <param name="run">Tells the steps.</param>
    /// <param name="newCommit">The commit, a descendant of main or main itself; its objects are in the forge.</param>
    /// <param name="cancellationToken">Stops the delivery where it is.</param>
    /// <param name="first">
    /// The first start of a platform: what has no record or no image is built without running its tests, for the commit was made
    /// elsewhere.
    /// </param>
    /// <exception cref="PlatformException">The commit is refused, or a step failed.</exception>
    public async Task<DeliveryResult> DeliverAsync(Run run, string newCommit, CancellationToken cancellationToken, bool first = false)
    {
        using var turn = await turns.EnterAsync(run, cancellationToken);
        var old = await run.StepAsync("check main", step => CheckAsync(step, newCommit, cancellationToken));
        var services = await run.StepAsync("affected", step => AffectedAsync(step, old, newCommit, cancellationToken));
        var missing = services.Where(service => affected.Find(service.Service, service.ImageCommit) is null).ToList();
        if (missing.Count > 0)
            await build.CheckoutAsync(newCommit, cancellationToken);
        if (!first)
            await TestAsync(run, old, newCommit, missing, cancellationToken);
        foreach (var service in missing)
            await run.StepAsync($"build {service.Service.Name}", step => BuildAsync(run, step, service, compiled: !first && service.Service.TestProject is not null, cancellationToken));

        var commit = await CommitAsync(newCommit, services, cancellationToken);
        await run.StepAsync("render", _ => environments.RenderAsync(
            new Candidate(commit, new Dictionary<string, string> { [ServiceRecord.Main] = commit }), cancellationToken));
        await run.StepAsync("record", step => RecordAsync(step, old, commit, cancellationToken));
        await run.StepAsync("sync developer", step => environments.SyncAsync(step, commit, EnvironmentFile.Developer, cancellationToken));
        await run.StepAsync("prove developer", async step =>
        {
            await environments.ProveAsync(step, commit, EnvironmentFile.Developer, cancellationToken);
            await RememberAsync(commit, cancellationToken);
        });
        return new DeliveryResult(commit, [.. services.Select(service => service.Service.Name)], commit != old);
    }

    /// <summary>Notes in the ledger that everything developer runs at a commit was seen healthy; called after a proof.</summary>
    public async Task RememberAsync(string commit, CancellationToken cancellationToken)
    {
        var file = EnvironmentFile.Parse(EnvironmentFile.Developer, await git.ReadFileAsync(commit, EnvironmentFile.PathOf(EnvironmentFile.Developer), cancellationToken));
        var keys = new List<HealthKey>();
        foreach (var service in await ServiceCatalog.ListAsync(git, commit, cancellationToken))
        {
            if (file.Services.GetValueOrDefault(service.Name) is { } record)
                keys.Add(await HealthKey.AtAsync(git, record.Revision == ServiceRecord.Main ? commit : record.Revision, service, record.Digest, cancellationToken));
        }

        ledger.Add(keys);
    }

    private async Task<string> CheckAsync(Step step, string newCommit, CancellationToken cancellationToken)
    {
        var old = await forge.HeadAsync(cancellationToken);
        if (await git.TryResolveAsync(newCommit, cancellationToken) != newCommit)
            throw new PlatformException($"{newCommit} is no commit of the forge: push a branch's tip to main.");
        if (!await git.IsAncestorAsync(old, newCommit, cancellationToken))
            throw new PlatformException("The push does not contain the newest commit of main, which never goes backwards: run 'git pull --rebase big-ben main', then push again.");
        foreach (var environment in new[] { EnvironmentFile.Developer, EnvironmentFile.Production })
        {
            var path = EnvironmentFile.PathOf(environment);
            if (await git.ObjectHashAsync(old, path, cancellationToken) != await git.ObjectHashAsync(newCommit, path, cancellationToken))
                throw new PlatformException($"The push changes {path}, which the pipeline alone writes: run 'git checkout {old[..7]} -- {path}', commit and push again; release and rollback change what runs.");
        }

        step.Detail = old == newCommit ? $"main is at {old[..7]}" : $"{old[..7]} to {newCommit[..7]}";
        return old;
    }

    private async Task<IReadOnlyList<AffectedService>> AffectedAsync(Step step, string old, string newCommit, CancellationToken cancellationToken)
    {
        var services = await affected.BetweenAsync(old, newCommit, cancellationToken);
        foreach (var service in services)
            step.Note($"{service.Service.Name}: {service.Why}");
        step.Detail = services.Count == 0 ? "no image changes" : string.Join(", ", services.Select(service => service.Service.Name));
        return services;
    }

    private async Task TestAsync(Run run, string old, string newCommit, List<AffectedService> services, CancellationToken cancellationToken)
    {
        var defaults = await ServiceCatalog.DefaultsTestAsync(git, newCommit, cancellationToken);
        if (services.Count > 0 && defaults is not null
            && await git.ObjectHashAsync(old, ServiceSource.Defaults, cancellationToken) != await git.ObjectHashAsync(newCommit, ServiceSource.Defaults, cancellationToken))
        {
            await TestOneAsync(Path.GetFileName(ServiceSource.Defaults), defaults, services[0]);
        }

        foreach (var service in services.Where(service => service.Service.TestProject is not null))
            await TestOneAsync(service.Service.Name, service.Service.TestProject!, service);

        Task TestOneAsync(string name, string project, AffectedService service) =>
            run.StepAsync($"test {name}", async step =>
            {
                var passed = await build.TestAsync(name, service.Service, project, Stamp(service), run.LogFile($"test-{name}"), cancellationToken);
                step.Detail = $"{passed} passed";
            });
    }

    private async Task BuildAsync(Run run, Step step, AffectedService service, bool compiled, CancellationToken cancellationToken)
    {
        var image = await builder.BuildAsync(service.Service, Stamp(service), compiled, run.LogFile($"build-{service.Service.Name}"), cancellationToken);
        step.Detail = $"{service.Tag} {image.Digest[..19]}";
    }

    private async Task<string> CommitAsync(string newCommit, IReadOnlyList<AffectedService> services, CancellationToken cancellationToken)
    {
        var records = new Dictionary<string, ServiceRecord?>();
        foreach (var service in services)
        {
            var image = affected.Find(service.Service, service.ImageCommit)
                ?? throw new PlatformException($"The image {service.Service.ImageRepository}:{service.Tag} vanished from the store while it was being delivered: push again.");
            records[service.Service.Name] = new ServiceRecord(ServiceRecord.Main, service.Tag, image.Digest);
        }

        var file = EnvironmentFile.Parse(EnvironmentFile.Developer, await git.ReadFileAsync(newCommit, EnvironmentFile.PathOf(EnvironmentFile.Developer), cancellationToken));
        var names = (await ServiceCatalog.ListAsync(git, newCommit, cancellationToken)).Select(service => service.Name).ToHashSet();
        foreach (var gone in file.Services.Keys.Where(name => !names.Contains(name)))
            records[gone] = null;
        var words = records.Select(pair => pair.Value is null ? $"without {pair.Key}" : $"{pair.Key} {pair.Value.Tag}").Order(StringComparer.Ordinal);
        var (commit, _) = await Recorder.CommitAsync(
            git, newCommit, EnvironmentFile.Developer, records, $"Deliver to developer: {string.Join(", ", words)}", backwards: true, cancellationToken);
        return commit;
    }

    private async Task RecordAsync(Step step, string old, string commit, CancellationToken cancellationToken)
    {
        if (commit == old)
        {
            step.Skip("nothing new to record");
            return;
        }

        if (!await git.TryAdvanceAsync(ForgeRepository.MainRef, commit, old, cancellationToken))
            throw new PlatformException("main moved while this was being delivered; nothing was deployed: run 'git pull --rebase big-ben main', then push again.");
        step.Detail = $"main is at {commit[..7]}";
    }

    private static BuildStamp Stamp(AffectedService service) => new(service.Tag, service.ImageCommit);
}
