using System.Collections.Concurrent;
using BigBen.ApiServer.Registry;
using BigBen.ArgoCd;
using BigBen.Foundation;
using BigBen.Kubelet;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Candidates;
using BigBen.Kubernetes.Proving;
using BigBen.Kubernetes.Waiting;
using BigBen.Pipeline;

namespace BigBen.Platforms.Local;

/// <summary>The pipeline's environments on the local platform.</summary>
/// <param name="store">The objects; newer than the cache by as long as a watch takes.</param>
/// <param name="argoCd">Keeps what runs equal to git.</param>
/// <param name="kubelet">Told of images that came.</param>
/// <param name="cache">What the API says.</param>
/// <param name="wait">Waits for it.</param>
/// <param name="prover">Asks URLs.</param>
/// <param name="candidates">Starts what is to be recorded.</param>
internal sealed class LocalEnvironments(
    IObjectStore store, ApplicationController argoCd, NodeAgent kubelet, ClusterCache cache, ApplicationWait wait,
    Prover prover, CandidateRunner candidates) : IProvenEnvironments
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<Proof>> _proofs = new();

    /// <inheritdoc/>
    public IReadOnlyList<Proof> Proofs => [.. _proofs.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value)];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CandidateDeployment>> RenderAsync(Candidate candidate, CancellationToken cancellationToken) =>
        RenderedCandidates.Of(await argoCd.RenderAsync(candidate.Commit, candidate.Revisions, cancellationToken));

    /// <inheritdoc/>
    public Task TryAsync(Step step, IReadOnlyList<CandidateDeployment> deployments, CancellationToken cancellationToken) =>
        candidates.RunAsync(step, deployments, cancellationToken);

    /// <inheritdoc/>
    public async Task SyncAsync(Step step, string commit, string environment, CancellationToken cancellationToken)
    {
        try
        {
            await argoCd.RefreshAsync(commit, cancellationToken);
        }
        catch (PlatformException e)
        {
            throw new PlatformException($"{e.Message} What ran before keeps serving.", e);
        }

        kubelet.ImagesHaveChanged();
        var synced = store.List(ArgoKinds.Applications).Items.Select(body => new Application(body))
            .ToDictionary(application => application.Name, application => application.ResourceVersion);
        var live = await wait.UntilAsync(
            application => application.IsService && application.Environment == environment,
            (cluster, applications) => Task.FromResult(
                applications.Select(application => Missing.OfSight(application, synced) ?? Missing.Of(cluster, application))
                    .FirstOrDefault(missing => missing is not null)),
            cancellationToken);
        step.Detail = $"{live.Count} Applications synced and healthy";
    }

    /// <inheritdoc/>
    public async Task ProveAsync(Step step, string commit, string environment, CancellationToken cancellationToken)
    {
        var cluster = cache.Objects;
        var concerned = ApplicationList.Services(cluster).Where(application => application.Environment == environment);
        _proofs[environment] = await prover.ProveAsync(cluster, concerned, cancellationToken);
        step.Detail = $"{_proofs[environment].Count} URLs answer with their versions";
    }
}
