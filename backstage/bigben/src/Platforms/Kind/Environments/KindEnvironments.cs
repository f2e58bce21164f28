using System.Collections.Concurrent;
using BigBen.ArgoCd;
using BigBen.Foundation;
using BigBen.Git;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Candidates;
using BigBen.Kubernetes.Proving;
using BigBen.Pipeline;
using BigBen.Pipeline.Records;

namespace BigBen.Platforms.Kind.Environments;

/// <summary>
/// The pipeline's environments in a cluster: Argo CD syncs, this asks it and waits, and asks the URLs through the ingress.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="git">The forge's repository.</param>
/// <param name="gate">Checks a candidate before it is recorded.</param>
internal sealed class KindEnvironments(KindCluster cluster, GitCli git, EnvironmentsGate gate) : IProvenEnvironments
{
    private readonly SameInputs _inputs = new(git);
    private readonly ConcurrentDictionary<string, IReadOnlyList<Proof>> _proofs = new();

    /// <inheritdoc/>
    public IReadOnlyList<Proof> Proofs => [.. _proofs.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value)];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CandidateDeployment>> RenderAsync(Candidate candidate, CancellationToken cancellationToken) =>
        RenderedCandidates.Of(await gate.CheckAsync(candidate.Commit, candidate.Revisions, cancellationToken));

    /// <inheritdoc/>
    public Task TryAsync(Step step, IReadOnlyList<CandidateDeployment> deployments, CancellationToken cancellationToken) =>
        cluster.Candidates.RunAsync(step, deployments, cancellationToken);

    /// <inheritdoc/>
    public async Task SyncAsync(Step step, string commit, string environment, CancellationToken cancellationToken)
    {
        var records = await RecordsAsync(commit, environment, cancellationToken);
        var missing = new EnvironmentMissing(environment, records, _inputs);
        var root = await ApplicationRequests.RefreshAsync(cluster.Api, [KindSteps.Root], cancellationToken);
        await cluster.Wait.UntilAsync(
            application => application.Name == KindSteps.Root,
            (objects, roots) => missing.OfRootAsync(objects, roots, root, commit, cancellationToken),
            cancellationToken);
        step.Note("Argo CD has the records; its Applications follow");
        var names = records.Keys.Select(service => EnvironmentMissing.NameOf(environment, service)).ToHashSet();
        var asked = await ApplicationRequests.RefreshAsync(cluster.Api, names, cancellationToken);
        var wanted = await WantedAsync(records, cancellationToken);
        await cluster.Wait.UntilAsync(
            application => names.Contains(application.Name),
            (objects, applications) => missing.OfApplicationsAsync(objects, applications, asked, wanted, cancellationToken),
            cancellationToken);
        step.Detail = $"{records.Count} Applications synced and healthy";
    }

    /// <inheritdoc/>
    public async Task ProveAsync(Step step, string commit, string environment, CancellationToken cancellationToken)
    {
        var records = await RecordsAsync(commit, environment, cancellationToken);
        var objects = cluster.Cache.Objects;
        var recorded = ApplicationList.Services(objects)
            .Where(application => application.Environment == environment && records.ContainsKey(application.Service));
        _proofs[environment] = await cluster.Prover.ProveAsync(objects, recorded, cancellationToken);
        step.Detail = $"{_proofs[environment].Count} URLs answer with their versions";
    }

    private async Task<IReadOnlyDictionary<string, ServiceRecord>> RecordsAsync(
        string commit, string environment, CancellationToken cancellationToken) =>
        (await EnvironmentFile.ReadAsync(git, commit, environment, cancellationToken)).Services;

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
