using System.Collections.Concurrent;
using BigBen.ArgoCd;
using BigBen.Forge;
using BigBen.Foundation;
using BigBen.Kubernetes.Proving;
using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Records;

namespace BigBen.Bootstrap.Kind;

/// <summary>The pipeline's environments in a cluster: Argo CD syncs, this asks it and waits, and asks the URLs through the ingress.</summary>
/// <param name="settings">How the cluster is reached.</param>
/// <param name="git">The forge's repository.</param>
/// <param name="gate">Checks a candidate before it is recorded.</param>
internal sealed class KindEnvironments(KindSettings settings, Git git, EnvironmentsGate gate) : IProvenEnvironments
{
    private readonly ArgoApplications argo = new(settings);
    private readonly ConcurrentDictionary<string, IReadOnlyList<Proof>> proofs = new();

    /// <inheritdoc/>
    public IReadOnlyList<Proof> Proofs => [.. proofs.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value)];

    /// <inheritdoc/>
    public Task RenderAsync(Candidate candidate, CancellationToken cancellationToken) =>
        gate.CheckAsync(candidate.Commit, candidate.Revisions, cancellationToken);

    /// <inheritdoc/>
    public async Task SyncAsync(Step step, string commit, string environment, CancellationToken cancellationToken)
    {
        var records = await RecordsAsync(commit, environment, cancellationToken);
        await argo.RefreshAsync([KindSteps.Root], cancellationToken);
        await argo.WaitAsync(
            async applications => await RootMissingAsync(applications, commit, cancellationToken) ?? RecordsMissing(applications, environment, records),
            () => Task.FromResult<string?>(null),
            cancellationToken);
        step.Note("Argo CD has the records; its Applications follow");
        await argo.RefreshAsync([.. records.Keys.Select(service => NameOf(environment, service))], cancellationToken);
        await argo.WaitAsync(
            async applications => await FirstMissingAsync(In(applications, environment), cancellationToken),
            () => PodTrouble.DescribeAsync(settings, environment, cancellationToken),
            cancellationToken);
        step.Detail = $"{records.Count} Applications synced and healthy";
    }

    /// <inheritdoc/>
    public async Task ProveAsync(Step step, string commit, string environment, CancellationToken cancellationToken)
    {
        var records = await RecordsAsync(commit, environment, cancellationToken);
        var applications = In(await argo.ListAsync(cancellationToken), environment);
        proofs[environment] = await RouteProof.ProveAsync(
            applications.Where(application => records.ContainsKey(application.Release)), settings, cancellationToken);
        step.Detail = $"{proofs[environment].Count} URLs answer with their versions";
    }

    private static string NameOf(string environment, string service) => $"{environment}-{service}";

    private static IEnumerable<ArgoApplication> In(IReadOnlyList<ArgoApplication> applications, string environment) =>
        applications.Where(application => application.Namespace == environment);

    private async Task<IReadOnlyDictionary<string, ServiceRecord>> RecordsAsync(string commit, string environment, CancellationToken cancellationToken) =>
        (await EnvironmentFile.ReadAsync(git, commit, environment, cancellationToken)).Services;

    private async Task<Missing?> RootMissingAsync(IReadOnlyList<ArgoApplication> applications, string commit, CancellationToken cancellationToken)
    {
        var root = applications.FirstOrDefault(application => application.Name == KindSteps.Root);
        return root is null ? new Missing($"there is no Application {KindSteps.Root}")
            // Its health is that of its Applications, which are waited for next.
            : Missing.OfSync(root)
            ?? (await IsAtAsync(root.Revision, commit, [RootApplication.Path], cancellationToken) ? null
                : new Missing($"{root.Name} is at {Short(root.Revision)}, not at {commit[..7]}"));
    }

    private static Missing? RecordsMissing(IReadOnlyList<ArgoApplication> applications, string environment, IReadOnlyDictionary<string, ServiceRecord> records)
    {
        var there = In(applications, environment).ToDictionary(application => application.Release);
        foreach (var (service, record) in records)
        {
            if (!there.TryGetValue(service, out var application))
                return new Missing($"there is no Application {NameOf(environment, service)} yet");
            if ((application.TargetRevision, application.Version, application.Digest) != (record.Revision, record.Tag, record.Digest))
                return new Missing($"{application.Name} is still to run {application.Version}");
        }

        return there.Keys.FirstOrDefault(service => !records.ContainsKey(service)) is { } gone ? new Missing($"{NameOf(environment, gone)} is not gone yet") : null;
    }

    private async Task<Missing?> FirstMissingAsync(IEnumerable<ArgoApplication> applications, CancellationToken cancellationToken)
    {
        foreach (var application in applications)
        {
            var wanted = await git.ResolveTargetAsync(application.TargetRevision, cancellationToken);
            string[] inputs = [ServiceSource.Chart, $"app/{application.Release}/deploy-config/{application.Namespace}/values.yaml"];
            // Only what it says about the wanted commit counts as a failure of that commit.
            if (application.Errors.Count == 0 && !await IsAtAsync(application.Revision, wanted, inputs, cancellationToken))
                return new Missing($"{application.Name} is at {Short(application.Revision)}, not at {wanted[..7]}");
            if (Missing.OfSync(application) is { } unsynced)
                return unsynced;
            // The pods know long before the Deployment's progress deadline.
            if (Missing.OfHealth(application) is { } unhealthy)
                return await PodTrouble.FindAsync(settings, application, cancellationToken) ?? unhealthy;
        }

        return null;
    }

    // Argo CD may stay at an earlier commit where nothing that it reads has changed since.
    private async Task<bool> IsAtAsync(string seen, string wanted, string[] inputs, CancellationToken cancellationToken)
    {
        if (seen == wanted)
            return true;
        if (seen.Length == 0 || await git.TryResolveAsync(seen, cancellationToken) is null)
            return false;
        foreach (var input in inputs)
        {
            if (await git.ObjectHashAsync(seen, input, cancellationToken) != await git.ObjectHashAsync(wanted, input, cancellationToken))
                return false;
        }

        return true;
    }

    private static string Short(string revision) => revision.Length == 0 ? "no commit yet" : revision[..Math.Min(7, revision.Length)];
}
