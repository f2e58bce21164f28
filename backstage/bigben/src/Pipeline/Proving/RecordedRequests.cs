using BigBen.Git;
using BigBen.Kubernetes.Candidates;
using BigBen.Kubernetes.Candidates.Rehearsals;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Records;

namespace BigBen.Pipeline.Proving;

/// <summary>What the tests of services recorded for rehearsals, in git beside them.</summary>
internal static class RecordedRequests
{
    /// <summary>Gives the Deployments whose migration is rehearsed what both versions recorded, each as of its own commit.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="change">What is to be recorded.</param>
    /// <param name="deployments">All that is tried.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="PlatformException">A file cannot be read; the sentence names it.</exception>
    public static async Task<IReadOnlyList<CandidateDeployment>> OfAsync(
        GitCli git, Plan change, IReadOnlyList<CandidateDeployment> deployments, CancellationToken cancellationToken)
    {
        if (!deployments.Any(deployment => deployment.IsRehearsed))
            return deployments;
        var first = (await EnvironmentList.ReadAsync(git, change.Commit, cancellationToken)).First;
        return await Task.WhenAll(deployments.Select(async deployment => deployment.IsRehearsed
            ? deployment with
            {
                Rehearsal = new Rehearsal(
                    first,
                    await ReadAsync(change.Head, deployment),
                    await ReadAsync(change.Commit, deployment)),
            }
            : deployment));

        async Task<IReadOnlyList<RecordedRequest>?> ReadAsync(string commit, CandidateDeployment deployment)
        {
            var records = (await EnvironmentFile.ReadAsync(git, commit, deployment.Namespace, cancellationToken)).Services;
            if (records.GetValueOrDefault(deployment.Name) is not { } record
                || (change.Revisions.GetValueOrDefault(record.Revision)
                    ?? await git.TryResolveAsync(record.Revision, cancellationToken)) is not { } revision)
                return null;
            var file = ServiceSource.RecordedRequestsOf(deployment.Name);
            return await git.ReadFileAsync(revision, file, cancellationToken) is { } text ? RecordedRequest.ParseAll(text, file) : null;
        }
    }
}
