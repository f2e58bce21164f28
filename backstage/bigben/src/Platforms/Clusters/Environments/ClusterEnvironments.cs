using BigBen.ArgoCd;
using BigBen.Git;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Candidates;
using BigBen.Kubernetes.Proving;
using BigBen.Pipeline;
using BigBen.Pipeline.Proving;
using BigBen.Pipeline.Records;
using BigBen.Platforms.Environments;

namespace BigBen.Platforms.Clusters.Environments;

/// <summary>
/// The pipeline's environments in a cluster: Argo CD syncs, this asks it and waits, and asks the URLs through the ingress.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="git">The forge's repository.</param>
/// <param name="gate">Checks a candidate before it is recorded.</param>
internal sealed class ClusterEnvironments(PlatformCluster cluster, GitCli git, EnvironmentsGate gate) : IProvenEnvironments
{
    private readonly SameInputs _inputs = new(git);
    private readonly EnvironmentProof _proof = new(cluster.Cache, cluster.Prover, git);

    /// <inheritdoc/>
    public IReadOnlyList<Proof> Proofs => _proof.Proofs;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CandidateDeployment>> RenderAsync(Candidate candidate, CancellationToken cancellationToken) =>
        RenderedCandidates.Of(
            await gate.CheckAsync(candidate.Commit, candidate.Revisions, candidate.IsTried, cancellationToken));

    /// <inheritdoc/>
    public Task TryAsync(Step step, IReadOnlyList<CandidateDeployment> deployments, CancellationToken cancellationToken) =>
        cluster.Candidates.RunAsync(step, deployments, cancellationToken);

    /// <inheritdoc/>
    public async Task SyncAsync(Step step, Awaited awaited, CancellationToken cancellationToken)
    {
        var records = await _proof.RecordsAsync(awaited, cancellationToken);
        var missing = new EnvironmentMissing(awaited.Environment, records, _inputs);
        var services = awaited.WithOthers ? awaited.Services.Union(records.Keys).ToList() : awaited.Services;
        var root = await ApplicationRequests.RefreshAsync(cluster.Api, [ClusterSettings.RootName], cancellationToken);
        await cluster.Wait.UntilAsync(
            application => application.Name == ClusterSettings.RootName,
            (objects, roots) => missing.OfRootAsync(objects, roots, root, awaited.Commit, services, cancellationToken),
            step.Note,
            cancellationToken);
        step.Note("Argo CD has the records; its Applications follow");
        var names = services.Where(records.ContainsKey).Select(service => RecordedMissing.NameOf(awaited.Environment, service)).ToList();
        var asked = await ApplicationRequests.RefreshAsync(cluster.Api, names, cancellationToken);
        var wanted = await WantedAsync(records, cancellationToken);
        await cluster.Wait.UntilEachAsync(
            application => application.Environment == awaited.Environment && names.Contains(application.Name),
            application => awaited.Services.Contains(application.Service),
            (objects, applications) => missing.OfApplicationsAsync(objects, applications, asked, wanted, cancellationToken),
            step.Note,
            cancellationToken);
        step.Detail = EnvironmentProof.Synced(names.Count);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LiveService>> ProveAsync(Step step, Awaited awaited, CancellationToken cancellationToken) =>
        _proof.ProveAsync(step, awaited, cancellationToken);

    // The commits that the records lead to; a tag or branch is asked once, not with every change of the cluster.
    private async Task<IReadOnlyDictionary<string, string>> WantedAsync(
        IReadOnlyDictionary<string, ServiceRecord> records, CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<string, string>();
        foreach (var (service, record) in records)
            wanted[service] = await git.ResolveTargetAsync(record.Revision, cancellationToken);
        return wanted;
    }
}
