using BigBen.Git;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Protection;
using BigBen.Pipeline.Records;

namespace BigBen.Pipeline.Releases;

/// <summary>What a release did.</summary>
/// <param name="Version">The version.</param>
/// <param name="Revision">The commit that was released.</param>
/// <param name="Environment">The environment that it was released to.</param>
/// <param name="PromotedFrom">The environment before it.</param>
/// <param name="Commit">The commit of main that records it; null for a pre-release, which no environment runs.</param>
/// <param name="Changed">False where that version was released already and nothing was to be done.</param>
/// <param name="Services">Every service of the release.</param>
internal sealed record ReleaseResult(
    string Version,
    string Revision,
    string Environment,
    string PromotedFrom,
    string? Commit,
    bool Changed,
    IReadOnlyList<ReleasedService> Services)
{
    /// <summary>The services that are gone from the released sources, and so from the environment.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];
}

/// <summary>
/// Releases a commit of main, or of a hotfix's branch, to an environment: the very images that the one before was given, under a version.
/// Everything is checked before anything is written; then the images get the version as a tag, and last its git tag and the record appear
/// in one instant.
/// </summary>
/// <param name="rollout">Writes main.</param>
/// <param name="images">Where images are kept.</param>
/// <param name="proof">What is required of an image beyond that; null for nothing.</param>
internal sealed class Releaser(Rollout rollout, IServiceImages images, IReleaseProof? proof)
{
    private readonly IMainBranch _branch = rollout.Branch;

    private GitCli Git => _branch.Git;

    /// <summary>Every version that was ever released or came along with the clone, the newest first.</summary>
    public async Task<IReadOnlyList<SemanticVersion>> VersionsAsync(CancellationToken cancellationToken) =>
        [.. (await Git.TagsAsync("v*", cancellationToken)).Keys
            .Select(SemanticVersion.TryParse).OfType<SemanticVersion>().OrderDescending()];

    /// <summary>Releases a revision under a version.</summary>
    /// <param name="run">Tells the steps.</param>
    /// <param name="version">Such as <c>v1.2.0</c>; a pre-release such as <c>v1.2.0-rc.1</c> only gives the images their version.</param>
    /// <param name="revision">What to release; null for the commit that has the tag already, else for the tip of main.</param>
    /// <param name="cancellationToken">Stops the release where it is; run it again to finish it.</param>
    /// <param name="options">How it differs from the usual one.</param>
    /// <exception cref="PlatformException">The release is refused, or a step failed.</exception>
    public async Task<ReleaseResult> ReleaseAsync(
        Run run, string version, string? revision, CancellationToken cancellationToken, ReleaseOptions? options = null)
    {
        var plan = await rollout.RunAsync(
            run,
            $"check {version}",
            head => MakeAsync(head, version, revision, options ?? new ReleaseOptions(), cancellationToken),
            cancellationToken);
        if (proof is not null && plan.ReachesEnvironment && plan.IsPromotedOn)
            await proof.RememberAsync(plan.Environment, cancellationToken);
        return new ReleaseResult(
            version,
            plan.Revision,
            plan.Environment,
            plan.PromotedFrom,
            plan.ReachesEnvironment ? plan.Commit : null,
            plan.IsChange,
            plan.Services)
        {
            Removed = plan.Removed,
        };
    }

    /// <summary>Whether a release has something left to do: a record, a git tag or the tag of an image; nothing is written.</summary>
    /// <inheritdoc cref="ReleaseAsync"/>
    /// <exception cref="PlatformException">The release would be refused.</exception>
    public async Task<bool> IsNeededAsync(string version, string? revision, ReleaseOptions options, CancellationToken cancellationToken)
    {
        var plan = await MakeAsync(await _branch.HeadAsync(cancellationToken), version, revision, options, cancellationToken);
        foreach (var service in plan.Services)
        {
            if (await images.DigestAsync(service.Service, version, cancellationToken) is null)
                return true;
        }

        return plan.IsChange;
    }

    /// <summary>What a release would commit; nothing that anyone sees changes.</summary>
    /// <exception cref="PlatformException">The release would be refused.</exception>
    public async Task<PlannedCommit> PlanAsync(
        string version, string? revision, ReleaseOptions options, CancellationToken cancellationToken) =>
        await PlannedCommit.OfAsync(
            Git,
            await MakeAsync(await _branch.HeadAsync(cancellationToken), version, revision, options, cancellationToken),
            cancellationToken);

    private async Task<ReleasePlan> MakeAsync(
        string head, string text, string? revision, ReleaseOptions options, CancellationToken cancellationToken)
    {
        var version = Parse(text);
        var tagged = await _branch.TagAsync(text, cancellationToken);
        var wanted = options.PushedTag ?? revision ?? tagged ?? head;
        var commit = await Git.TryResolveNameAsync(wanted, cancellationToken)
            ?? throw new PlatformException(
                $"The revision '{wanted}' is unknown to '{_branch.Remote}': push it there first, then release it.");
        var environments = await EnvironmentList.ReadAsync(Git, head, cancellationToken);
        var target = environments.RequireReleased(options.To);
        var before = environments.Require(target.PromotesFrom!);
        if (tagged is not null)
            await RequireUnmovedAsync(environments, head, text, tagged, cancellationToken);
        if (tagged is not null && tagged != commit)
            throw new PlatformException(
                $"{text} was released from {tagged[..7]} and never moves to {commit[..7]}: choose a newer version.");
        await RequireReleasableAsync(version, commit, head, cancellationToken);
        var reaches = options.ReachesEnvironment(version);
        if (reaches)
            RequireNewest(version, await RecordHistory.ReadAsync(Git, head, environments.Last, cancellationToken));
        await ServiceLayout.RequireAsync(Git, commit, cancellationToken, target.Name);
        var services = await ReleasedService.AllAsync(
            Git, images, proof, text, commit, head, before, options.IsForced, cancellationToken);
        var records = reaches
            ? await RecordsAsync(head, target.Name, version, services, cancellationToken)
            : new Dictionary<string, ServiceRecord?>();
        if (reaches && !options.IsForced)
            await RequireStandingAsync(head, target.Name, version, records, cancellationToken);
        // What a platform releases when it comes up is what it ran before, somewhere.
        var passage = !reaches || options.IsFirst
            ? Passage.Free
            : await PassAsync(head, target, version, records, commit, options, cancellationToken);
        var message = passage.Sign(ReleaseTags.Message(version, target.Name, commit));
        var recorded = !reaches ? head : await Recorder.CommitAsync(Git, head, target.Name, records, message, cancellationToken);
        var detail = $"{version} is {commit[..7]}";
        if (environments.All.Count > 2)
            detail += $", {before.Name} → {target.Name} of {environments.Way}";
        return new ReleasePlan(images, target.Name, before.Name, head, recorded, detail, version, commit, services)
        {
            ReachesEnvironment = reaches,
            Waiting = passage.Waiting,
            Concerned = [.. records.Keys],
            Removed = RemovedServices.In(records),
            IsPromotedOn = target.Name != environments.Last,
            Revisions = new Dictionary<string, string> { [ServiceRecord.RevisionOf(version)] = commit },
            Tag = tagged is not null ? null : new RefChange(
                ServiceRecord.RevisionOf(version),
                options.PushedTag ?? await Git.CreateTagAsync(text, commit, $"Release {text}", cancellationToken),
                null),
        };
    }

    private async Task<Passage> PassAsync(
        string head,
        DeliveryEnvironment target,
        SemanticVersion version,
        IReadOnlyDictionary<string, ServiceRecord?> records,
        string commit,
        ReleaseOptions options,
        CancellationToken cancellationToken)
    {
        var change = await ProposedChange.OfAsync(
            Git, target.Name, $"release {version} to {target.Name}", records, commit, cancellationToken);
        return await rollout.Gate.AskAsync(head, target, change, options.Asking, cancellationToken, options.IsProposed);
    }

    private async Task RequireUnmovedAsync(
        EnvironmentList environments, string head, string version, string tagged, CancellationToken cancellationToken)
    {
        foreach (var environment in environments.Released)
        {
            var history = await RecordHistory.ReadAsync(Git, head, environment.Name, cancellationToken);
            await ReleaseTags.RequireUnmovedAsync(_branch, history, version, tagged, cancellationToken);
        }
    }

    private async Task RequireReleasableAsync(SemanticVersion version, string commit, string head, CancellationToken cancellationToken)
    {
        if (await Git.IsAncestorAsync(commit, head, cancellationToken))
            return;
        var branch = Hotfix.BranchOf(version);
        if (await _branch.BranchAsync(branch, cancellationToken) is not { } hotfix
            || !await Git.IsAncestorAsync(commit, hotfix, cancellationToken))
            throw new PlatformException(
                $"{commit[..7]} is not on main: push it with 'git push {_branch.Remote} HEAD:main' first, then release it; or, to repair " +
                $"the last release alone, begin a branch at its tag and push it with 'git push {_branch.Remote} HEAD:{branch}'.");
        await Hotfix.RequireAsync(_branch, branch, commit, head, cancellationToken);
    }

    private static SemanticVersion Parse(string text)
    {
        var version = SemanticVersion.TryParse(text)
            ?? throw new PlatformException(
                $"'{text}' is not a semantic version: write v, then three numbers, such as v1.2.0 or v1.2.0-rc.1.");
        return version.Build.Length == 0
            ? version
            : throw new PlatformException(
                $"'{text}' has build metadata, which an image tag cannot hold: leave out '+{version.Build}'.");
    }

    // What the last environment never ran blocks nothing: neither a pre-release, nor what a hotfix overtakes on its way.
    private static void RequireNewest(SemanticVersion version, RecordHistory history)
    {
        if (history.Versions.Where(other => other.Prerelease.Length == 0 && other != version).Max() is { } newest && version <= newest)
            throw new PlatformException(
                $"{version} is not newer than {newest}, which was released before: choose a newer version, or use rollback to go back.");
    }

    // Whoever gives the same release again, as a workflow that is run anew, takes no rollback back.
    private async Task RequireStandingAsync(
        string head,
        string environment,
        SemanticVersion version,
        IReadOnlyDictionary<string, ServiceRecord?> records,
        CancellationToken cancellationToken)
    {
        var history = await RecordHistory.ReadAsync(Git, head, environment, cancellationToken);
        var undone = records.Where(record => record.Value is { } given && history.IsUndone(record.Key, given)).ToList();
        if (undone.Count > 0)
            throw new PlatformException(
                $"{version} is refused: {environment} was rolled back from {string.Join(" and ", undone.Select(record => record.Key))} " +
                $"{version}; release a newer version, or release it all the same with --force.");
    }

    private async Task<IReadOnlyDictionary<string, ServiceRecord?>> RecordsAsync(
        string head,
        string environment,
        SemanticVersion version,
        IReadOnlyList<ReleasedService> services,
        CancellationToken cancellationToken)
    {
        var records = services.ToDictionary(
            service => service.Service,
            ServiceRecord? (service) => new ServiceRecord(ServiceRecord.RevisionOf(version), $"{version}", service.Digest));
        var file = await EnvironmentFile.ReadAsync(Git, head, environment, cancellationToken);
        return file.WithoutOthersThan(records, records.Keys);
    }

    private sealed record ReleasePlan(
        IServiceImages Images,
        string Environment,
        string PromotedFrom,
        string Head,
        string Commit,
        string Detail,
        SemanticVersion Version,
        string Revision,
        IReadOnlyList<ReleasedService> Services)
        : Plan(Environment, Head, Commit, Detail)
    {
        public IReadOnlyList<string> Removed { get; init; } = [];

        public bool IsPromotedOn { get; init; }

        public override async Task PrepareAsync(CancellationToken cancellationToken)
        {
            foreach (var service in Services)
                await Images.TagAsync(service.Service, service.Digest, $"{Version}", cancellationToken);
        }
    }
}
