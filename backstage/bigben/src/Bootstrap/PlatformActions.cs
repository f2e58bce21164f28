using BigBen.Console;
using BigBen.Delivery;
using BigBen.Forge;
using BigBen.Foundation;
using BigBen.Pipeline;

namespace BigBen.Bootstrap;

/// <summary>What can be asked of a platform, done by the pipeline.</summary>
public sealed class PlatformActions : IPlatformActions
{
    // The first release of a platform whose repository has none.
    private const string FirstVersion = "v0.1.0";

    private readonly ForgeRepository forge;
    private readonly IServiceImages images;
    private readonly IProvenEnvironments environments;
    private readonly Deliverer deliverer;
    private readonly Releaser releaser;
    private readonly Rollback rollback;
    private readonly PushReceiver receiver;

    /// <summary>The actions over the platform's parts.</summary>
    /// <param name="forge">The forge.</param>
    /// <param name="images">Where images are found.</param>
    /// <param name="build">Checks out and tests.</param>
    /// <param name="builder">Makes images.</param>
    /// <param name="environments">What runs.</param>
    /// <param name="turns">One delivery at a time.</param>
    /// <param name="state">The state folder.</param>
    public PlatformActions(
        ForgeRepository forge, IServiceImages images, DotnetBuild build, IImageBuilder builder, IProvenEnvironments environments, DeliveryTurns turns, StateFolder state)
    {
        (this.forge, this.images, this.environments) = (forge, images, environments);
        var ledger = new HealthLedger(state.HealthLedger);
        deliverer = new Deliverer(forge, images, build, builder, environments, ledger, turns);
        releaser = new Releaser(forge, images, environments, ledger, turns);
        rollback = new Rollback(forge, images, environments, turns);
        receiver = new PushReceiver(forge, deliverer, releaser);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Proof> Proofs => environments.Proofs;

    /// <inheritdoc/>
    public Task<string> PushAsync(Run run, PushRequest request, CancellationToken cancellationToken) =>
        receiver.ReceiveAsync(run, new RefUpdate(request.Ref, request.Old, request.New), cancellationToken);

    /// <inheritdoc/>
    public async Task<string> DeliverAsync(Run run, CancellationToken cancellationToken)
    {
        var delivery = await deliverer.DeliverAsync(run, await forge.HeadAsync(cancellationToken), cancellationToken, first: true);
        return delivery.Changed ? $"developer runs {string.Join(" and ", delivery.Services)}." : "developer runs what main says.";
    }

    /// <inheritdoc/>
    public async Task<string> ReleaseAsync(Run run, ReleaseRequest request, CancellationToken cancellationToken)
    {
        if (request.Version is null && await RunsProductionAsync(cancellationToken))
            return await ProveProductionAsync(run, cancellationToken);
        var version = request.Version ?? await FirstLocalVersionAsync(cancellationToken);
        var release = await releaser.ReleaseAsync(run, version, request.Revision, cancellationToken);
        return release.Changed ? $"{version} is live in production." : $"{version} is live in production already.";
    }

    /// <inheritdoc/>
    public async Task<string> RollbackAsync(Run run, RollbackRequest request, CancellationToken cancellationToken)
    {
        var result = await rollback.RollBackAsync(run, request.Service, request.Environment, cancellationToken);
        return $"{request.Service} in {request.Environment} is back at {result.To.Tag}; it was at {result.From.Tag}.";
    }

    /// <inheritdoc/>
    public async Task<PlannedCommit> PlanReleaseAsync(ReleaseRequest request, CancellationToken cancellationToken) =>
        await releaser.PlanAsync(request.Version ?? await FirstLocalVersionAsync(cancellationToken), request.Revision, cancellationToken);

    /// <inheritdoc/>
    public Task<PlannedCommit> PlanRollbackAsync(RollbackRequest request, CancellationToken cancellationToken) =>
        rollback.PlanAsync(request.Service, request.Environment, cancellationToken);

    private async Task<string> ProveProductionAsync(Run run, CancellationToken cancellationToken)
    {
        var head = await forge.HeadAsync(cancellationToken);
        const string production = EnvironmentFile.Production;
        await run.StepAsync($"sync {production}", step => environments.SyncAsync(step, head, production, cancellationToken));
        await run.StepAsync($"prove {production}", step => environments.ProveAsync(step, head, production, cancellationToken));
        return "production runs what is recorded.";
    }

    private async Task<EnvironmentFile> ProductionAsync(CancellationToken cancellationToken)
    {
        var head = await forge.HeadAsync(cancellationToken);
        return EnvironmentFile.Parse(
            EnvironmentFile.Production,
            await forge.Git.ReadFileAsync(head, EnvironmentFile.PathOf(EnvironmentFile.Production), cancellationToken));
    }

    // A record made elsewhere names images and versions that this platform does not have.
    private async Task<bool> RunsProductionAsync(CancellationToken cancellationToken)
    {
        var records = (await ProductionAsync(cancellationToken)).Services;
        foreach (var (service, record) in records)
        {
            if (!await images.HasAsync(service, record.Digest, cancellationToken)
                || await forge.Git.TryResolveAsync(record.Revision, cancellationToken) is null)
            {
                return false;
            }
        }

        return records.Count > 0;
    }

    // What was released elsewhere goes before; ours comes after it and says that it is local.
    private async Task<string> FirstLocalVersionAsync(CancellationToken cancellationToken)
    {
        var recorded = (await ProductionAsync(cancellationToken)).Services.Values.Select(record => SemanticVersion.TryParse(record.Tag)).OfType<SemanticVersion>();
        var newest = (await releaser.VersionsAsync(cancellationToken)).Concat(recorded).Max();
        return newest is null ? FirstVersion : $"{newest with { Patch = newest.Patch + 1, Prerelease = "local.1", Build = "" }}";
    }
}
