using System.Collections.Concurrent;
using BigBen.ArgoCd;
using BigBen.Forge;
using BigBen.Foundation;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Proving;
using BigBen.Kubernetes.Waiting;
using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Records;

namespace BigBen.Bootstrap.Kind;

/// <summary>The pipeline's environments in a cluster: Argo CD syncs, this asks it and waits, and asks the URLs through the ingress.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="git">The forge's repository.</param>
/// <param name="gate">Checks a candidate before it is recorded.</param>
internal sealed class KindEnvironments(KindCluster cluster, Git git, EnvironmentsGate gate) : IProvenEnvironments
{
    private readonly SameInputs _inputs = new(git);
    private readonly ConcurrentDictionary<string, IReadOnlyList<Proof>> _proofs = new();

    /// <inheritdoc/>
    public IReadOnlyList<Proof> Proofs => [.. _proofs.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value)];

    /// <inheritdoc/>
    public Task RenderAsync(Candidate candidate, CancellationToken cancellationToken) =>
        gate.CheckAsync(candidate.Commit, candidate.Revisions, cancellationToken);

    /// <inheritdoc/>
    public async Task SyncAsync(Step step, string commit, string environment, CancellationToken cancellationToken)
    {
        var records = await RecordsAsync(commit, environment, cancellationToken);
        var root = await ApplicationRequests.RefreshAsync(cluster.Api, [KindSteps.Root], cancellationToken);
        await cluster.Wait.UntilAsync(
            application => application.Name == KindSteps.Root,
            async (objects, roots) => await RootMissingAsync(roots, root, commit, cancellationToken) ?? RecordsMissing(objects, environment, records),
            cancellationToken);
        step.Note("Argo CD has the records; its Applications follow");
        var asked = await ApplicationRequests.RefreshAsync(cluster.Api, records.Keys.Select(service => NameOf(environment, service)), cancellationToken);
        var wanted = await WantedAsync(records, cancellationToken);
        await cluster.Wait.UntilAsync(
            application => application.Environment == environment && records.ContainsKey(application.Service),
            (objects, applications) => FirstMissingAsync(objects, applications, asked, wanted, cancellationToken),
            cancellationToken);
        step.Detail = $"{records.Count} Applications synced and healthy";
    }

    /// <inheritdoc/>
    public async Task ProveAsync(Step step, string commit, string environment, CancellationToken cancellationToken)
    {
        var records = await RecordsAsync(commit, environment, cancellationToken);
        var objects = cluster.Cache.Objects;
        _proofs[environment] = await cluster.Prover.ProveAsync(
            objects, In(objects, environment).Where(application => records.ContainsKey(application.Service)), cancellationToken);
        step.Detail = $"{_proofs[environment].Count} URLs answer with their versions";
    }

    private static string NameOf(string environment, string service) => $"{environment}-{service}";

    private static IEnumerable<Application> In(ClusterObjects objects, string environment) =>
        ApplicationList.Services(objects).Where(application => application.Environment == environment);

    private async Task<IReadOnlyDictionary<string, ServiceRecord>> RecordsAsync(string commit, string environment, CancellationToken cancellationToken) =>
        (await EnvironmentFile.ReadAsync(git, commit, environment, cancellationToken)).Services;

    private async Task<IReadOnlyDictionary<string, string>> WantedAsync(
        IReadOnlyDictionary<string, ServiceRecord> records, CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<string, string>();
        foreach (var (service, record) in records)
            wanted[service] = await git.ResolveAsync(record.Revision, cancellationToken);
        return wanted;
    }

    private async Task<Missing?> RootMissingAsync(
        IReadOnlyList<Application> roots, IReadOnlyDictionary<string, long> asked, string commit, CancellationToken cancellationToken)
    {
        if (roots is not [var root])
            return new Missing($"there is no Application {KindSteps.Root}");
        // Its health is that of its Applications, which are waited for next.
        return Missing.OfSight(root, asked) ?? Missing.OfSync(root)
            ?? (await _inputs.AreAsync(root.Revision, commit, [RootApplication.Path], cancellationToken) ? null : IsAtAnother(root, commit));
    }

    private static Missing? RecordsMissing(ClusterObjects objects, string environment, IReadOnlyDictionary<string, ServiceRecord> records)
    {
        var there = In(objects, environment).ToDictionary(application => application.Service);
        foreach (var (service, record) in records)
        {
            if (!there.TryGetValue(service, out var application))
                return new Missing($"there is no Application {NameOf(environment, service)} yet");
            var source = application.Source;
            if ((source.TargetRevision, source.Tag, source.Digest) != (record.Revision, record.Tag, record.Digest))
                return new Missing($"{application.Name} is still to run {source.Tag}");
        }

        return there.Keys.FirstOrDefault(service => !records.ContainsKey(service)) is { } gone ? new Missing($"{NameOf(environment, gone)} is not gone yet") : null;
    }

    private async Task<Missing?> FirstMissingAsync(
        ClusterObjects objects,
        IReadOnlyList<Application> applications,
        IReadOnlyDictionary<string, long> asked,
        IReadOnlyDictionary<string, string> wanted,
        CancellationToken cancellationToken)
    {
        foreach (var application in applications)
        {
            var commit = wanted[application.Service];
            string[] paths = [ServiceSource.Chart, $"app/{application.Service}/deploy-config/{application.Environment}/values.yaml"];
            if (Missing.OfSight(application, asked) is { } unseen)
                return unseen;
            // Only what it says about the wanted commit counts as a failure of that commit.
            if (application.Errors.Count == 0 && !await _inputs.AreAsync(application.Revision, commit, paths, cancellationToken))
                return IsAtAnother(application, commit);
            if (Missing.Of(objects, application) is { } missing)
                return missing;
        }

        return null;
    }

    private static Missing IsAtAnother(Application application, string commit) =>
        new($"{application.Name} is at {Short(application.Revision)}, not at {commit[..7]}");

    private static string Short(string revision) => revision.Length == 0 ? "no commit yet" : revision[..Math.Min(7, revision.Length)];
}
