using BigBen.Forge;
using BigBen.Foundation;

namespace BigBen.Pipeline;

/// <summary>What a release did.</summary>
/// <param name="Version">The version that production runs.</param>
/// <param name="Revision">The commit that was released.</param>
/// <param name="Commit">The commit of main that records it.</param>
/// <param name="Changed">False where that version was released already and nothing was to be done.</param>
public sealed record ReleaseResult(string Version, string Revision, string Commit, bool Changed);

/// <summary>
/// Releases a commit of main to production: the very images that developer has run healthy, under a version. The version's git tag
/// and the record appear in one instant; before it a failure leaves everything as it was.
/// </summary>
/// <param name="forge">The forge.</param>
/// <param name="images">Where images are kept.</param>
/// <param name="environments">What runs.</param>
/// <param name="ledger">Knows what was seen healthy.</param>
/// <param name="turns">One delivery at a time.</param>
public sealed class Releaser(ForgeRepository forge, IServiceImages images, IEnvironments environments, HealthLedger ledger, DeliveryTurns turns)
{
    private readonly Git git = forge.Git;
    private readonly ForgeBranch branch = new(forge);
    private readonly ReleaseCheck check = new(forge.Git, images);

    private sealed record Plan(SemanticVersion Version, string Revision, string Head, string? NewTag, IReadOnlyDictionary<string, ServiceRecord?> Records);

    /// <summary>Every version that was ever released or came along with the clone, the newest first.</summary>
    public async Task<IReadOnlyList<SemanticVersion>> VersionsAsync(CancellationToken cancellationToken) =>
        [.. (await git.TagsAsync("v*", cancellationToken)).Keys.Select(SemanticVersion.TryParse).OfType<SemanticVersion>().OrderDescending()];

    /// <summary>Releases a revision under a version.</summary>
    /// <param name="run">Tells the steps.</param>
    /// <param name="version">Such as <c>v1.2.0</c>.</param>
    /// <param name="revision">What to release; null for the commit that has the tag already, else for the tip of main.</param>
    /// <param name="cancellationToken">Stops the release where it is.</param>
    /// <param name="pushedTag">The tag object or commit that a push wants the version's tag to be; null to make an annotated tag.</param>
    /// <exception cref="PlatformException">The release is refused, or a step failed.</exception>
    public async Task<ReleaseResult> ReleaseAsync(
        Run run, string version, string? revision, CancellationToken cancellationToken, string? pushedTag = null)
    {
        using var turn = await turns.EnterAsync(run, cancellationToken);
        var plan = await run.StepAsync($"check {version}", async step =>
        {
            var checkedPlan = await CheckAsync(version, revision, pushedTag, cancellationToken);
            step.Detail = $"{version} is {checkedPlan.Revision[..7]}";
            return checkedPlan;
        });
        var commit = await ReleaseCheck.CommitAsync(git, plan.Head, plan.Version, plan.Records, cancellationToken);
        var changed = commit != plan.Head || plan.NewTag is not null;
        await run.StepAsync("render", _ => environments.RenderAsync(
            new Candidate(commit, new Dictionary<string, string> { [ServiceRecord.Main] = commit, [version] = plan.Revision }), cancellationToken));
        await run.StepAsync("record", step => RecordAsync(step, plan, commit, changed, cancellationToken));
        await run.StepAsync("sync production", step => environments.SyncAsync(step, commit, EnvironmentFile.Production, cancellationToken));
        await run.StepAsync("prove production", step => environments.ProveAsync(step, commit, EnvironmentFile.Production, cancellationToken));
        return new ReleaseResult(version, plan.Revision, commit, changed);
    }

    /// <summary>What a release would commit; nothing that anyone sees changes.</summary>
    /// <exception cref="PlatformException">The release would be refused.</exception>
    public async Task<PlannedCommit> PlanAsync(string version, string? revision, CancellationToken cancellationToken)
    {
        var plan = await CheckAsync(version, revision, null, cancellationToken);
        var commit = await ReleaseCheck.CommitAsync(git, plan.Head, plan.Version, plan.Records, cancellationToken);
        return await PlannedCommit.OfAsync(git, plan.Head, commit, plan.NewTag is null ? null : version, plan.Revision, cancellationToken);
    }

    private async Task<Plan> CheckAsync(string text, string? revision, string? pushedTag, CancellationToken cancellationToken)
    {
        var version = ReleaseCheck.Version(text);
        var tags = await git.TagsAsync("v*", cancellationToken);
        var tagged = tags.GetValueOrDefault(text);
        var wanted = pushedTag ?? revision ?? tagged ?? ForgeRepository.MainRef;
        var commit = await git.TryResolveAsync(wanted, cancellationToken)
            ?? throw new PlatformException($"The revision '{wanted}' is unknown to the forge: push it to main with 'git push big-ben HEAD:main' first, then release it.");
        if (tagged is not null && tagged != commit)
            throw new PlatformException($"{text} was released from {tagged[..7]} and never moves to {commit[..7]}: choose a newer version.");
        var head = await forge.HeadAsync(cancellationToken);
        await ReleaseCheck.RequireOnMainAsync(git, commit, head, ForgeRepository.RemoteName, cancellationToken);
        var newest = tags.Keys.Where(tag => tag != text).Select(SemanticVersion.TryParse).OfType<SemanticVersion>().Max();
        if (newest is not null && version <= newest)
            throw new PlatformException($"{text} is not newer than {newest}, which was released before: choose a newer version, or use rollback to go back.");
        var records = await check.RecordsAsync(text, commit, (service, digest) => RequireHealthyAsync(text, commit, service, digest, cancellationToken), cancellationToken);
        return new Plan(version, commit, head, tagged is null ? pushedTag ?? await git.CreateTagAsync(text, commit, $"Release {text}", cancellationToken) : null, records);
    }

    private async Task RequireHealthyAsync(string version, string commit, ServiceSource service, string digest, CancellationToken cancellationToken)
    {
        if (!ledger.Has(await HealthKey.AtAsync(git, commit, service, digest, cancellationToken)))
            throw new PlatformException($"{version} is refused: developer has not run {service.Name} of {commit[..7]} (image {digest[..19]} with the chart and values of that commit) healthy; push it to main, wait for the proof, then release.");
    }

    private async Task RecordAsync(Step step, Plan plan, string commit, bool changed, CancellationToken cancellationToken)
    {
        var version = plan.Version.ToString();
        var tag = plan.NewTag is null ? null : new RefChange($"refs/tags/{version}", plan.NewTag, null);
        if (!changed)
            step.Skip($"{version} was released before");
        else if (!await branch.TryAdvanceAsync(plan.Head, commit, tag, cancellationToken))
            throw new PlatformException($"main moved while {version} was being released; nothing was deployed: release it again.");
        foreach (var (service, record) in plan.Records)
            await images.TagAsync(service, record!.Digest, version, cancellationToken);
    }
}
