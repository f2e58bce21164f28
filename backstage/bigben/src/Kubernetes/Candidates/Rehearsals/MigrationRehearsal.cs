using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Pods;

namespace BigBen.Kubernetes.Candidates.Rehearsals;

/// <summary>How a rehearsal ended.</summary>
/// <param name="Failure">Why the delivery is refused, to follow the Application's name; null where it is not.</param>
/// <param name="IsDone">Whether there was anything to rehearse, and it was.</param>
internal sealed record RehearsalResult(string? Failure, bool IsDone = true);

/// <summary>
/// Applies the migration of a delivery to a copy of the database, and has both versions do there what their tests recorded: the one that
/// runs before it, the new one after it, and the one that runs once more, for it serves on until the new one does and is what a rollback
/// brings back. The copy and all that runs on it go at the end.
/// </summary>
/// <param name="api">The cluster.</param>
/// <param name="cache">Its objects.</param>
/// <param name="clock">Times it.</param>
/// <param name="step">Takes notes.</param>
/// <param name="deployment">The Deployment as it is to be.</param>
internal sealed class MigrationRehearsal(
    KubernetesApi api, ClusterCache cache, TimeProvider clock, Step step, CandidateDeployment deployment)
{
    /// <summary>The annotation of a Deployment that names the Job of its migration.</summary>
    public const string Job = "bigben.localhost/migrations";

    /// <summary>The annotation of a Deployment whose migration has no way back.</summary>
    public const string NoWayBack = "bigben.localhost/no-way-back";

    private readonly Rehearsal _rehearsal = deployment.Rehearsal ?? new Rehearsal(deployment.Namespace, null, null);

    private JsonElement Server => deployment.Objects.FirstOrDefault(ServiceDatabase.Is);

    private JsonElement Migration => deployment.Objects.FirstOrDefault(
        body => body.TextAt("kind") == ResourceKind.Jobs.Kind
            && body.NameOf() == deployment.Body.TextAt("metadata", "annotations", Job));

    private bool IsOfCopied => deployment.Namespace == _rehearsal.Environment;

    private bool HasWayBack => deployment.Body.TextAt("metadata", "annotations", NoWayBack) != "true";

    private string Copy => $"a copy of {_rehearsal.Environment}'s database";

    /// <summary>Rehearses.</summary>
    /// <exception cref="PlatformException">The API does not answer, or refuses.</exception>
    public async Task<RehearsalResult> RunAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var before = await FindAsync(deployment.Namespace, cancellationToken);
        if (before is not { } runs || Rewritten.ImageOf(runs) == Rewritten.ImageOf(deployment.Body))
            return new RehearsalResult(null, IsDone: false);
        var settings = IsOfCopied ? runs : await FindAsync(_rehearsal.Environment, cancellationToken);
        var server = await FindServerAsync(cancellationToken);
        if (WhyNot(settings, server) is { } why)
        {
            step.Note($"{deployment.Application}: its migration is not rehearsed: {why}");
            return new RehearsalResult(null, IsDone: false);
        }

        await using var pods = new RehearsalPods(api, cache, clock, step);
        var (copy, failure) = await CopyAsync(pods, server!.Value, cancellationToken);
        if (copy is null)
            return new RehearsalResult($"could not be rehearsed: {Copy} {failure}");
        var versions = Versions(runs, settings!.Value, Migration, workload => server.Value.Database.Redirect(workload, copy));
        failure = await JudgeAsync(pods, versions, cancellationToken);
        if (failure is null)
            step.Note($"{deployment.Application}: rehearsed on {Copy} in {clock.GetElapsedTime(started).TotalSeconds:0.0} s, {Asked()}");
        return new RehearsalResult(failure);
    }

    private async Task<string?> JudgeAsync(
        RehearsalPods pods,
        (CandidateDeployment Old, CandidateDeployment Job, CandidateDeployment New) versions,
        CancellationToken cancellationToken)
    {
        var (old, job, now) = versions;
        IReadOnlyList<string?> known = [];
        // In a later environment the database that is copied has the migration already: nothing of it can be known from before.
        if (HasWayBack && IsOfCopied)
        {
            (var unwell, known) = await pods.AskAsync(old, _rehearsal.Before ?? [], cancellationToken);
            if (unwell is not null)
                return $"could not be rehearsed: the version that runs {unwell} on {Copy}, already before the migration";
            foreach (var failed in known.OfType<string>())
                step.Note($"{deployment.Application}: not held against its migration, for it is so before it: {failed}");
        }

        if (await pods.RunAsync(job, cancellationToken) is { } failure)
            return $"has a migration that fails on {Copy}: {failure}";
        var (fails, answers) = await pods.AskAsync(now, _rehearsal.After ?? [], cancellationToken);
        if ((fails ?? FirstNew(answers, [])) is { } wrong)
            return $"does not work on {Copy} after its own migration: {Sentence(fails, "the new version", wrong)}";
        if (!HasWayBack)
            return null;
        (fails, answers) = await pods.AskAsync(old, _rehearsal.Before ?? [], cancellationToken);
        return (fails ?? FirstNew(answers, known)) is { } broken
            ? $"has a migration that breaks the version that runs{Name(old.Version)}, on {Copy}: "
                + $"{Sentence(fails, "that version", broken)}: add first, take away a release later, "
                + "or say migrations.noWayBack: true, and no rollback goes back over it"
            : null;
    }

    private static string Sentence(string? fails, string subject, string wrong) => fails is null ? wrong : $"{subject} {wrong}";

    private static string Name(string version) => version.Length == 0 ? "" : $", {version}";

    private static string? FirstNew(IReadOnlyList<string?> answers, IReadOnlyList<string?> known) =>
        answers.Where((answer, at) => answer is not null && known.ElementAtOrDefault(at) is null).FirstOrDefault();

    private (CandidateDeployment Old, CandidateDeployment Job, CandidateDeployment New) Versions(
        JsonElement runs, JsonElement settings, JsonElement job, Func<JsonElement, JsonElement> redirect)
    {
        if (IsOfCopied)
            return (
                RehearsalPods.AsItRuns(deployment, redirect(runs)),
                deployment with { Body = redirect(job) },
                deployment with { Body = redirect(deployment.Body) });
        return (Other(runs), Other(job), Other(deployment.Body) with { Version = deployment.Version });

        // The programs of another environment, with the settings and the Secrets of the one whose database it is.
        CandidateDeployment Other(JsonElement workload) =>
            RehearsalPods.AsItRuns(deployment, redirect(Rewritten.WithProgramOf(settings, workload)));
    }

    private async Task<(PodAddress? Copy, string? Failure)> CopyAsync(
        RehearsalPods pods, (ServiceDatabase Database, Pod Pod) server, CancellationToken cancellationToken)
    {
        var (database, source) = server;
        var (pod, failure) = await pods.KeepAsync(RehearsalPods.AsItRuns(deployment, database.Copy()), cancellationToken);
        if (pod is null)
            return (null, failure);
        var copy = PodAddress.Of(pod, database.Port);
        var filling = database.Filling(PodAddress.Of(source, database.Port), copy);
        failure = await pods.RunAsync(RehearsalPods.AsItRuns(deployment, filling), cancellationToken);
        return failure is null ? (copy, null) : (null, $"cannot be made: {failure}");
    }

    private async Task<(ServiceDatabase Database, Pod Pod)?> FindServerAsync(CancellationToken cancellationToken)
    {
        var ns = _rehearsal.Environment;
        return Server.NameOf() is { Length: > 0 } name
            && await api.FindAsync(ResourceKind.StatefulSets, ns, name, cancellationToken) is { } body
            && ServiceDatabase.Is(body)
            && new ServiceDatabase(body) is var database
            && await api.FindAsync(ResourceKind.Pods, ns, database.Pod, cancellationToken) is { } pod
            && new Pod(pod).IsReady
                ? (database, new Pod(pod))
                : null;
    }

    private string? WhyNot(JsonElement? settings, (ServiceDatabase Database, Pod Pod)? server)
    {
        if (Migration.ValueKind == JsonValueKind.Undefined)
            return "its release has no Job for it";
        if (Server.ValueKind == JsonValueKind.Undefined)
            return "its release has no database server of its own";
        if (server is not var (database, pod))
            return $"{Server.NameOf()} does not run in {_rehearsal.Environment}";
        if (settings is not { } found)
            return $"{deployment.Name} does not run in {_rehearsal.Environment}";
        var source = PodAddress.Of(pod, database.Port);
        return database.IsNamedBy(found, source) && (!IsOfCopied || database.IsNamedBy(deployment.Body, source))
            ? null
            : $"it names {database.Service} by something else than the variables of that Service, so that it would change the database "
                + "itself";
    }

    private Task<JsonElement?> FindAsync(string ns, CancellationToken cancellationToken) =>
        api.FindAsync(ResourceKind.Deployments, ns, deployment.Name, cancellationToken);

    private string Asked()
    {
        var old = HasWayBack
            ? Count(_rehearsal.Before, "the version that runs")
            : "and the version that runs not at all, for migrations.noWayBack is true";
        return $"{Count(_rehearsal.After, "the new version")}, {old}";

        static string Count(IReadOnlyList<RecordedRequest>? requests, string version) => requests is null
            ? $"{version} by its health alone, for its tests recorded no requests"
            : $"{version} by {requests.Count} requests";
    }
}
