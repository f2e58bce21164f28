using BigBen.Console;
using BigBen.Git;
using BigBen.Kubernetes.Proving;
using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Protection;
using BigBen.Pipeline.Releases;
using BigBen.Platforms.Environments;

namespace BigBen.Platforms;

/// <summary>What can be asked of a platform, done by the pipeline.</summary>
internal sealed class PlatformActions : IPlatformActions
{
    private readonly ForgeBranch _main;
    private readonly IProvenEnvironments _environments;
    private readonly Deliverer _deliverer;
    private readonly Releaser _releaser;
    private readonly FirstRelease _firstRelease;
    private readonly Rollback _rollback;
    private readonly PushReceiver _receiver;
    private readonly DeliveryTurns _turns;
    private readonly Housekeeping _housekeeping;

    /// <summary>The actions over the platform's parts.</summary>
    /// <param name="main">main in the forge.</param>
    /// <param name="images">Where images are found.</param>
    /// <param name="build">Checks out and tests.</param>
    /// <param name="builder">Makes images.</param>
    /// <param name="environments">What runs.</param>
    /// <param name="turns">One delivery at a time.</param>
    /// <param name="housekeeping">Removes what is no longer needed.</param>
    /// <param name="state">The state folder.</param>
    public PlatformActions(
        ForgeBranch main,
        IServiceImages images,
        DotnetBuild build,
        IImageBuilder builder,
        IProvenEnvironments environments,
        DeliveryTurns turns,
        Housekeeping housekeeping,
        StateFolder state)
    {
        (_turns, _housekeeping) = (turns, housekeeping);
        (_main, _environments) = (main, environments);
        var rollout = new Rollout(main, environments, turns);
        var ledger = new HealthLedger(state.HealthLedger);
        var health = new HealthProof(rollout, ledger);
        _deliverer = new Deliverer(main, rollout, images, build, builder, health);
        _releaser = new Releaser(rollout, images, health);
        _firstRelease = new FirstRelease(rollout, new LostImages(main.Git, images, build, builder, ledger), _releaser);
        _rollback = new Rollback(rollout, images);
        _receiver = new PushReceiver(main, _deliverer, _releaser);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Proof> Proofs => _environments.Proofs;

    /// <inheritdoc/>
    public async Task<string> PushAsync(Run run, PushRequest request, CancellationToken cancellationToken)
    {
        var said = await _receiver.ReceiveAsync(run, new RefUpdate(request.Ref, request.Old, request.New), cancellationToken);
        await KeepHouseAsync(run, cancellationToken);
        return said;
    }

    /// <inheritdoc/>
    public async Task<string> DeliverAsync(Run run, CancellationToken cancellationToken)
    {
        var delivery = await _deliverer.DeliverAsync(run, await _main.HeadAsync(cancellationToken), cancellationToken, first: true);
        await KeepHouseAsync(run, cancellationToken);
        return $"{delivery.Environment} runs {(delivery.Changed ? string.Join(" and ", delivery.Services) : "what main says")}.";
    }

    /// <inheritdoc/>
    public async Task<string> ReleaseAsync(Run run, ReleaseRequest request, CancellationToken cancellationToken)
    {
        if (request.Version is null)
            return await _firstRelease.ProveOrMakeAsync(run, request.Revision, cancellationToken);
        var options = new ReleaseOptions
        {
            IsForced = request.Force,
            To = request.To,
            Asking = Asking.Of(request.By, request.Override),
        };
        var release = await _releaser.ReleaseAsync(run, request.Version, request.Revision, cancellationToken, options);
        var pruned = release is { Changed: true, Removed.Count: > 0 } ? $", {string.Join(" and ", release.Removed)} pruned" : "";
        return release.Commit is null
            ? $"{release.Version} is a pre-release: the images have the version, {release.Environment} stays as it is."
            : $"{release.Version} is live in {release.Environment}{(release.Changed ? pruned : " already")}.";
    }

    /// <inheritdoc/>
    public async Task<string> RollbackAsync(Run run, RollbackRequest request, CancellationToken cancellationToken)
    {
        var asking = Asking.Of(request.By, request.Override);
        var result = await _rollback.RollBackAsync(
            run, request.Service, request.Environment, cancellationToken, asking, request.From);
        return $"{request.Service} in {request.Environment} is back at {result.To.NameBeside(result.From)}; " +
            $"it was at {result.From.NameBeside(result.To)}.";
    }

    /// <inheritdoc/>
    public Task<string> ApproveAsync(Run run, ApprovalRequest request, CancellationToken cancellationToken) =>
        new Approver(_main).ApproveAsync(request.Request, Person.TryParse(request.By), cancellationToken);

    /// <inheritdoc/>
    public async Task<PlannedCommit> PlanReleaseAsync(ReleaseRequest request, CancellationToken cancellationToken) =>
        await _releaser.PlanAsync(
            request.Version ?? await _firstRelease.VersionAsync(cancellationToken),
            request.Revision,
            new ReleaseOptions { To = request.To, Asking = Asking.Of(request.By, request.Override) },
            cancellationToken);

    /// <inheritdoc/>
    public Task<PlannedCommit> PlanRollbackAsync(RollbackRequest request, CancellationToken cancellationToken) =>
        _rollback.PlanAsync(
            request.Service, request.Environment, cancellationToken, Asking.Of(request.By, request.Override));

    // Where another run is at work, what it has built is nobody's yet; it keeps house when it is done.
    private async Task KeepHouseAsync(Run run, CancellationToken cancellationToken)
    {
        using var turn = _turns.TryEnter(run);
        if (turn is null || await _housekeeping.RunAsync(cancellationToken) is not { } done)
            return;
        await run.StepAsync("keep house", step =>
        {
            step.Detail = done;
            return Task.CompletedTask;
        });
    }
}
