using BigBen.Git;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Proving;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Releases;

namespace BigBen.Pipeline;

/// <summary>What a delivery did.</summary>
/// <param name="Commit">The commit that main stands at.</param>
/// <param name="Services">The services that were delivered again.</param>
/// <param name="Removed">The services that are gone from the sources, and so from that environment.</param>
/// <param name="Changed">Whether main moved.</param>
/// <param name="Environment">The environment that they were delivered to.</param>
internal sealed record DeliveryResult(
    string Commit, IReadOnlyList<string> Services, IReadOnlyList<string> Removed, bool Changed, string Environment);

/// <summary>
/// A push to main: check, affected, test, build, render, try, record, sync, prove. Up to <c>record</c> a failure, an interruption or a kill
/// leaves main and everything that runs as they were; from there on main holds what is to run, and the environments follow it. A version
/// that fails only then is stepped back from.
/// </summary>
/// <param name="main">main in the forge.</param>
/// <param name="rollout">Renders, syncs and proves, one run at a time.</param>
/// <param name="images">Where images are kept.</param>
/// <param name="build">Checks out and tests.</param>
/// <param name="builder">Makes images.</param>
/// <param name="health">Remembers what was seen healthy.</param>
internal sealed class Deliverer(
    ForgeBranch main, Rollout rollout, IServiceImages images, DotnetBuild build, IImageBuilder builder, HealthProof health)
{
    // What others write to main meanwhile takes them a moment, and a delivery that has its images some seconds.
    private const int Attempts = 20;

    private readonly GitCli _git = main.Git;
    private readonly Affected _affected = new(main.Git, images);
    private readonly StepBack _stepBack = new(rollout, images);

    /// <summary>Delivers a commit to the first environment and makes it main.</summary>
    /// <param name="run">Tells the steps.</param>
    /// <param name="pushed">
    /// The commit, main itself or one that contains everything of main but the pipeline's records, which are joined to it; its objects are
    /// in the forge.
    /// </param>
    /// <param name="cancellationToken">Stops the delivery where it is.</param>
    /// <param name="first">
    /// The first start of a platform: what has no record or no image is built without running its tests, and recorded without being tried,
    /// for the commit was made elsewhere.
    /// </param>
    /// <exception cref="NotLiveException">It is recorded, and what it changes is not live.</exception>
    /// <exception cref="PlatformException">The commit is refused, or a step failed.</exception>
    public async Task<DeliveryResult> DeliverAsync(Run run, string pushed, CancellationToken cancellationToken, bool first = false)
    {
        using var turn = await rollout.EnterAsync(run, cancellationToken);
        return await OnFreshBaseAsync(async () =>
        {
            var old = await main.HeadAsync(cancellationToken);
            var delivered = await run.StepAsync("check main", step => CheckAsync(step, old, pushed, cancellationToken));
            var refs = new List<RefChange>();
            if (!first && await _git.TryResolveAsync(ForgeRepository.PushedRef, cancellationToken) is var before && before != pushed)
                refs.Add(new RefChange(ForgeRepository.PushedRef, pushed, before));
            return await TryDeliverAsync(run, old, delivered, delivered, refs, first, cancellationToken);
        });
    }

    /// <summary>Delivers the branch of a hotfix to the first environment: main gets its records and nothing else.</summary>
    /// <param name="run">Tells the steps.</param>
    /// <param name="update">The branch and its new tip, whose objects are in the forge.</param>
    /// <param name="cancellationToken">Stops the delivery where it is.</param>
    /// <exception cref="PlatformException">It does not repair the last release, or a step failed.</exception>
    public async Task<DeliveryResult> DeliverHotfixAsync(Run run, RefUpdate update, CancellationToken cancellationToken)
    {
        using var turn = await rollout.EnterAsync(run, cancellationToken);
        return await OnFreshBaseAsync(async () =>
        {
            var old = await main.HeadAsync(cancellationToken);
            var refs = await run.StepAsync($"check {update.Ref}", step => CheckHotfixAsync(step, old, update, cancellationToken));
            return await TryDeliverAsync(run, old, old, update.New, refs, first: false, cancellationToken);
        });
    }

    // An approval, or a record of another platform, is no reason to refuse what was tested and built meanwhile.
    private async Task<DeliveryResult> OnFreshBaseAsync(Func<Task<DeliveryResult?>> deliver)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await deliver() is { } delivered)
                return delivered;
        }

        throw new PlatformException(File.Exists(Path.Combine(_git.Path, $"{ForgeRepository.MainRef}.lock"))
            ? $"main is locked in '{_git.Path}' by another process ({ForgeRepository.MainRef}.lock) and could not be written; "
                + "nothing was deployed: push again in a moment."
            : $"main moved {Attempts} times while this was being recorded; nothing was deployed: push again.");
    }

    // Null where main moved meanwhile.
    private async Task<DeliveryResult?> TryDeliverAsync(
        Run run, string old, string head, string delivered, IReadOnlyList<RefChange> refs, bool first, CancellationToken cancellationToken)
    {
        var services = await run.StepAsync("affected", step => AffectedAsync(step, head, delivered, cancellationToken));
        var unbuilt = new List<AffectedService>();
        foreach (var service in services.Where(service => service.Kept is null))
        {
            if (await images.FindAsync(service.Service.Name, service.ImageCommit, cancellationToken) is null)
                unbuilt.Add(service);
        }

        if (unbuilt.Count > 0)
            await build.CheckoutAsync(delivered, cancellationToken);
        if (!first)
            await TestAsync(run, old, delivered, unbuilt, cancellationToken);
        foreach (var service in unbuilt)
            await BuildAsync(run, service, compiled: !first && service.Service.TestProject is not null, cancellationToken);

        var plan = await DeliveryPlan.MakeAsync(_git, images, head, delivered, services, cancellationToken) with { IsTried = !first };
        await rollout.RenderAsync(run, plan, cancellationToken);
        if (!await run.StepAsync("record", step => TryRecordAsync(step, old, plan.Commit, refs, cancellationToken)))
            return null;
        await ProveAsync(run, plan, first, cancellationToken);
        return new DeliveryResult(
            plan.Commit,
            [.. services.Select(service => service.Service.Name)],
            RemovedServices.In(plan.Records),
            plan.Commit != old,
            plan.Environment);
    }

    private async Task ProveAsync(Run run, DeliveryPlan plan, bool first, CancellationToken cancellationToken)
    {
        try
        {
            var awaited = new Awaited(plan.Commit, plan.Environment, plan.Concerned) { WithOthers = first };
            var live = await rollout.FollowAsync(run, awaited, cancellationToken);
            await health.RememberAsync(plan.Commit, plan.Environment, live, cancellationToken);
        }
        catch (NotLiveException failure)
        {
            var (commit, live, told) = await _stepBack.AfterAsync(run, plan, failure, cancellationToken);
            await health.RememberAsync(commit, plan.Environment, live, cancellationToken);
            throw told;
        }
    }

    private async Task<string> CheckAsync(Step step, string old, string pushed, CancellationToken cancellationToken)
    {
        await RequireCommitAsync(pushed, cancellationToken);
        var delivered = await new RecordJoin(_git).JoinAsync(old, pushed, cancellationToken);
        step.Detail = old == delivered ? $"main is at {old[..7]}" : $"{old[..7]} to {pushed[..7]}";
        return delivered;
    }

    private async Task<IReadOnlyList<RefChange>> CheckHotfixAsync(
        Step step, string old, RefUpdate update, CancellationToken cancellationToken)
    {
        var refs = await RefNames.ChangesAsync(_git, update, cancellationToken);
        await RequireCommitAsync(update.New, cancellationToken);
        await Hotfix.RequireAsync(rollout.Branch, update.Ref, update.New, old, cancellationToken);
        if (await _git.MergeBaseAsync(old, update.New, cancellationToken) is { } common)
            await new RecordJoin(_git).RequireUntouchedAsync("The push", common, update.New, cancellationToken);
        step.Detail = update.New[..7];
        return refs;
    }

    private async Task RequireCommitAsync(string pushed, CancellationToken cancellationToken)
    {
        if (await _git.TryResolveAsync(pushed, cancellationToken) != pushed)
            throw new PlatformException($"{pushed} is not a commit of the forge: push a branch's tip to main.");
    }

    private async Task<IReadOnlyList<AffectedService>> AffectedAsync(
        Step step, string head, string delivered, CancellationToken cancellationToken)
    {
        await ServiceLayout.RequireAsync(_git, delivered, cancellationToken);
        var services = await _affected.ListAsync(delivered, head, cancellationToken, isPushed: true);
        var environment = (await EnvironmentList.ReadAsync(_git, head, cancellationToken)).First;
        var file = await EnvironmentFile.ReadAsync(_git, head, environment, cancellationToken);
        var removed = file.Services.Keys.Except(await ServiceCatalog.NamesAsync(_git, head, cancellationToken)).ToList();
        foreach (var service in services)
            step.Note($"{service.Service.Name}: {service.Why}");
        foreach (var service in removed)
            step.Note($"{service}: it is removed");
        step.Detail = services.Count + removed.Count == 0
            ? $"{environment} stays as it is"
            : string.Join(", ", services.Select(service => service.Service.Name).Concat(removed));
        return services;
    }

    private async Task TestAsync(Run run, string old, string delivered, List<AffectedService> services, CancellationToken cancellationToken)
    {
        var defaults = await ServiceCatalog.DefaultsTestAsync(_git, delivered, cancellationToken);
        if (services.Count > 0 && defaults is not null
            && await _git.ObjectHashAsync(old, ServiceSource.Defaults, cancellationToken)
                != await _git.ObjectHashAsync(delivered, ServiceSource.Defaults, cancellationToken))
        {
            await TestOneAsync(Path.GetFileName(ServiceSource.Defaults), defaults, services[0]);
        }

        foreach (var service in services.Where(service => service.Service.TestProject is not null))
            await TestOneAsync(service.Service.Name, service.Service.TestProject!, service);

        Task TestOneAsync(string name, string project, AffectedService service) =>
            run.StepAsync($"test {name}", async step =>
            {
                var log = run.LogFile($"test-{name}");
                var passed = await build.TestAsync(name, service.Service, project, Stamp(service), log, step.Note, cancellationToken);
                step.Detail = $"{passed} passed";
            });
    }

    private Task BuildAsync(Run run, AffectedService service, bool compiled, CancellationToken cancellationToken) =>
        run.StepAsync($"build {service.Service.Name}", async step =>
        {
            var log = run.LogFile($"build-{service.Service.Name}");
            var digest = await builder.BuildAsync(service.Service, Stamp(service), compiled, log, cancellationToken);
            step.Detail = $"{service.Tag} {digest[..19]}";
        });

    private async Task<bool> TryRecordAsync(
        Step step, string old, string commit, IReadOnlyList<RefChange> refs, CancellationToken cancellationToken)
    {
        IReadOnlyList<RefChange> changes = commit == old ? refs : [new RefChange(ForgeRepository.MainRef, commit, old), .. refs];
        if (changes.Count > 0 && !await main.TryMoveAsync(old, changes, cancellationToken))
        {
            step.Detail = "main moved meanwhile; once more";
            return false;
        }

        if (commit == old)
            step.Skip("nothing new to record");
        else
            step.Detail = $"main is at {commit[..7]}";
        return true;
    }

    private static BuildStamp Stamp(AffectedService service) => new(service.Tag, service.ImageCommit);
}
