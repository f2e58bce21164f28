using BigBen.Console;
using BigBen.Foundation;
using BigBen.Git;
using BigBen.Kubernetes.Proving;
using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Proving;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Releases;
using BigBen.Platforms.Environments;

namespace BigBen.Platforms;

/// <summary>What can be asked of a platform, done by the pipeline.</summary>
internal sealed class PlatformActions : IPlatformActions
{
    // The first release of a platform whose repository has none.
    private const string FirstVersion = "v0.1.0";

    private readonly ForgeBranch _main;
    private readonly IServiceImages _images;
    private readonly IProvenEnvironments _environments;
    private readonly Rollout _rollout;
    private readonly Deliverer _deliverer;
    private readonly Releaser _releaser;
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
        (_main, _images, _environments) = (main, images, environments);
        var ledger = new HealthLedger(state.HealthLedger);
        _rollout = new Rollout(main, environments, turns);
        _deliverer = new Deliverer(main, _rollout, images, build, builder, ledger);
        _releaser = new Releaser(_rollout, images, new HealthProof(main.Git, ledger, _deliverer.RememberAsync));
        _rollback = new Rollback(_rollout, images);
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
        return delivery.Changed ? $"developer runs {string.Join(" and ", delivery.Services)}." : "developer runs what main says.";
    }

    /// <inheritdoc/>
    public async Task<string> ReleaseAsync(Run run, ReleaseRequest request, CancellationToken cancellationToken)
    {
        if (request.Version is null && await RunsProductionAsync(cancellationToken))
            return await ProveProductionAsync(run, cancellationToken);
        var version = request.Version ?? await FirstLocalVersionAsync(cancellationToken);
        var options = new ReleaseOptions { IsFirst = request.Version is null, IsForced = request.Force };
        var release = await _releaser.ReleaseAsync(run, version, request.Revision, cancellationToken, options);
        return release.Commit is null ? $"{version} is a pre-release: the images have the version, production stays as it is."
            : release.Changed ? $"{version} is live in production."
            : $"{version} is live in production already.";
    }

    /// <inheritdoc/>
    public async Task<string> RollbackAsync(Run run, RollbackRequest request, CancellationToken cancellationToken)
    {
        var result = await _rollback.RollBackAsync(run, request.Service, request.Environment, cancellationToken);
        return $"{request.Service} in {request.Environment} is back at {result.To.NameBeside(result.From)}; " +
            $"it was at {result.From.NameBeside(result.To)}.";
    }

    /// <inheritdoc/>
    public async Task<PlannedCommit> PlanReleaseAsync(ReleaseRequest request, CancellationToken cancellationToken) =>
        await _releaser.PlanAsync(request.Version ?? await FirstLocalVersionAsync(cancellationToken), request.Revision, cancellationToken);

    /// <inheritdoc/>
    public Task<PlannedCommit> PlanRollbackAsync(RollbackRequest request, CancellationToken cancellationToken) =>
        _rollback.PlanAsync(request.Service, request.Environment, cancellationToken);

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

    private async Task<string> ProveProductionAsync(Run run, CancellationToken cancellationToken)
    {
        var head = await _main.HeadAsync(cancellationToken);
        await _rollout.FollowAsync(run, new Awaited(head, EnvironmentFile.Production, []) { WithOthers = true }, cancellationToken);
        return "production runs what is recorded.";
    }

    private async Task<EnvironmentFile> ProductionAsync(CancellationToken cancellationToken) =>
        await EnvironmentFile.ReadAsync(
            _main.Git, await _main.HeadAsync(cancellationToken), EnvironmentFile.Production, cancellationToken);

    // A record made elsewhere names images and versions that this platform does not have.
    private async Task<bool> RunsProductionAsync(CancellationToken cancellationToken)
    {
        var records = (await ProductionAsync(cancellationToken)).Services;
        foreach (var (service, record) in records)
        {
            if (!await _images.HasAsync(service, record.Digest, cancellationToken)
                || await _main.Git.TryResolveAsync(record.Revision, cancellationToken) is null)
            {
                return false;
            }
        }

        return records.Count > 0;
    }

    // What was released elsewhere goes before; ours comes after it and says that it is local.
    private async Task<string> FirstLocalVersionAsync(CancellationToken cancellationToken)
    {
        var recorded = (await ProductionAsync(cancellationToken)).Services.Values
            .Select(record => SemanticVersion.TryParse(record.Tag)).OfType<SemanticVersion>();
        var newest = (await _releaser.VersionsAsync(cancellationToken)).Concat(recorded).Max();
        return newest is null
            ? FirstVersion
            : $"{newest with { Patch = newest.Patch + 1, Prerelease = "local.1", Build = "" }}";
    }
}
