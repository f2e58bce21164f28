using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd;
using BigBen.Kubelet;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Candidates;
using BigBen.Kubernetes.Proving;
using BigBen.Kubernetes.Waiting;
using BigBen.Pipeline;
using BigBen.Pipeline.Proving;
using BigBen.Platforms.Environments;

namespace BigBen.Platforms.Local;

/// <summary>The pipeline's environments on the local platform.</summary>
/// <param name="store">The objects; newer than the cache by as long as a watch takes.</param>
/// <param name="argoCd">Keeps what runs equal to git.</param>
/// <param name="kubelet">Told of images that came.</param>
/// <param name="wait">Waits for what the API says.</param>
/// <param name="proof">Asks URLs.</param>
/// <param name="candidates">Starts what is to be recorded.</param>
internal sealed class LocalEnvironments(
    IObjectStore store, ApplicationController argoCd, NodeAgent kubelet, ApplicationWait wait, EnvironmentProof proof,
    CandidateRunner candidates) : IProvenEnvironments
{
    /// <inheritdoc/>
    public IReadOnlyList<Proof> Proofs => proof.Proofs;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CandidateDeployment>> RenderAsync(Candidate candidate, CancellationToken cancellationToken) =>
        RenderedCandidates.Of(
            await argoCd.Gate.CheckAsync(candidate.Commit, candidate.Revisions, candidate.IsTried, cancellationToken));

    /// <inheritdoc/>
    public Task TryAsync(Step step, IReadOnlyList<CandidateDeployment> deployments, CancellationToken cancellationToken) =>
        candidates.RunAsync(step, deployments, cancellationToken);

    /// <inheritdoc/>
    public async Task SyncAsync(Step step, Awaited awaited, CancellationToken cancellationToken)
    {
        try
        {
            await argoCd.RefreshAsync(awaited.Commit, cancellationToken);
        }
        catch (PlatformException e)
        {
            throw new PlatformException($"{e.Message} What ran before keeps serving.", e);
        }

        kubelet.ImagesHaveChanged();
        var records = await proof.RecordsAsync(awaited, cancellationToken);
        var synced = store.List(Kinds.Applications).Items.Select(body => new Application(body))
            .ToDictionary(application => application.Name, application => application.ResourceVersion);
        await wait.UntilAsync(
            application => application.IsService && awaited.Services.Contains(application.Service),
            (cluster, _) => Task.FromResult(RecordedMissing.Of(cluster, awaited.Environment, records, awaited.Services)),
            step.Note,
            cancellationToken);
        var live = await wait.UntilEachAsync(
            application => application.Environment == awaited.Environment && records.ContainsKey(application.Service)
                && (awaited.WithOthers || awaited.Services.Contains(application.Service)),
            application => awaited.Services.Contains(application.Service),
            (cluster, applications) => Task.FromResult(
                applications.Select(application => Missing.OfSight(application, synced) ?? Missing.Of(cluster, application))
                    .FirstOrDefault(missing => missing is not null)),
            step.Note,
            cancellationToken);
        step.Detail = EnvironmentProof.Synced(live.Count);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LiveService>> ProveAsync(Step step, Awaited awaited, CancellationToken cancellationToken) =>
        proof.ProveAsync(step, awaited, cancellationToken);
}
