using BigBen.Git;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Records;

namespace BigBen.Pipeline.Releases;

/// <summary>
/// Tells a release that <c>promote --pull-request</c> proposes from a record that somebody edited: it is exactly what the pipeline would
/// write, for a tag on main whose images the environment before was given.
/// </summary>
/// <param name="git">A clone with the history of main and its tags.</param>
internal sealed class RecordedRelease(GitCli git)
{
    /// <summary>The version that a change releases; null where it changes another record, or anything else in this one.</summary>
    /// <param name="base">The commit of main that the change goes out from.</param>
    /// <param name="head">Its last commit.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<SemanticVersion?> FindAsync(string @base, string head, CancellationToken cancellationToken)
    {
        var environments = await EnvironmentList.ReadAsync(git, @base, cancellationToken);
        var changed = (await git.ChangedPathsAsync(@base, head, cancellationToken)).Intersect(environments.Records).ToList();
        var target = environments.Released.FirstOrDefault(one => changed.SequenceEqual([EnvironmentFile.PathOf(one.Name)]));
        if (target is null)
            return null;
        var text = await git.ReadFileAsync(head, changed[0], cancellationToken);
        if (EnvironmentFile.TryParse(target.Name, text) is not { } file)
            return null;
        var tags = file.Services.Values.Select(record => record.Tag).Distinct().ToList();
        if (tags is not [var tag] || SemanticVersion.TryParse(tag) is not { Prerelease.Length: 0 } version)
            return null;
        var before = await RecordHistory.ReadAsync(git, @base, environments.Last, cancellationToken);
        return before.Versions.All(other => other.Prerelease.Length > 0 || other < version)
            && await WrittenAsync(version, target, environments, @base, cancellationToken) is { } written && $"{written}" == text
                ? version
                : null;
    }

    private async Task<EnvironmentFile?> WrittenAsync(
        SemanticVersion version, DeliveryEnvironment target, EnvironmentList environments, string main, CancellationToken cancellationToken)
    {
        var commit = await git.TryResolveAsync(ServiceRecord.RevisionOf(version), cancellationToken);
        if (commit is null || !await git.IsAncestorAsync(commit, main, cancellationToken))
            return null;
        var before = environments.Require(target.PromotesFrom!);
        var history = await RecordHistory.ReadAsync(git, main, before.Name, cancellationToken);
        var records = new Dictionary<string, ServiceRecord>();
        foreach (var service in await ServiceCatalog.ListAsync(git, commit, cancellationToken))
        {
            var tag = Affected.TagIn(before, await Affected.ImageCommitAsync(git, commit, service, cancellationToken), $"{version}");
            if (history.Of(service.Name).LastOrDefault(past => past.Record.Tag == tag) is not { } given)
                return null;
            records[service.Name] = new ServiceRecord(ServiceRecord.RevisionOf(version), $"{version}", given.Record.Digest);
        }

        return new EnvironmentFile(target.Name, records);
    }
}
