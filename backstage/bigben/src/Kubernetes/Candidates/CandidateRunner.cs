using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Candidates.Rehearsals;

namespace BigBen.Kubernetes.Candidates;

/// <summary>
/// Starts what is about to be recorded beside what runs, with its real image and values, and asks it for its health and version; what
/// brings a migration, on a copy of its database. It gets no traffic, counts as nobody's pod, and nothing of it stays.
/// </summary>
/// <param name="api">The cluster.</param>
/// <param name="cache">Its objects.</param>
/// <param name="clock">Times it.</param>
internal sealed class CandidateRunner(KubernetesApi api, ClusterCache cache, TimeProvider clock)
{
    /// <summary>Starts all of them at once and waits until each is judged.</summary>
    /// <param name="step">Takes notes.</param>
    /// <param name="deployments">The candidates; those of one run at a time, for it begins with deleting what another one left.</param>
    /// <param name="cancellationToken">Ends it; what was made is deleted all the same.</param>
    /// <exception cref="PlatformException">At least one would not do; the message says why, of each.</exception>
    public async Task RunAsync(Step step, IReadOnlyList<CandidateDeployment> deployments, CancellationToken cancellationToken)
    {
        await SweepAsync(cancellationToken);
        foreach (var ns in deployments.DistinctBy(deployment => deployment.Namespace))
            await RequireNamespaceAsync(ns, cancellationToken);
        var rehearsed = 0;
        var failures = await Task.WhenAll(deployments.Select(deployment => deployment.IsRehearsed
            ? RehearseAsync(step, deployment, () => Interlocked.Increment(ref rehearsed), cancellationToken)
            : RunAsync(step, deployment, cancellationToken)));
        if (failures.Any(failure => failure is not null))
            throw new PlatformException(
                $"{string.Join("; ", failures.OfType<string>())}. Nothing was recorded, and what runs is as it was.");
        var tried = deployments.Count(deployment => !deployment.IsRehearsed);
        var done = new[]
        {
            tried == 0 ? null : $"{tried} ready and answering beside what runs",
            rehearsed == 0 ? null : $"{rehearsed} with a migration ready and answering on a copy of the database",
        }.OfType<string>().ToList();
        if (done.Count == 0)
            step.Skip("no new version to start");
        else
            step.Detail = string.Join(", ", done);
    }

    /// <summary>Deletes what a run left that was killed.</summary>
    /// <exception cref="PlatformException">The API does not answer, or refuses.</exception>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var places = CandidateObjects.LeftIn(api.Scope).SelectMany(kind => api.Scope.NamespacesOf(kind).Select(ns => (kind, ns)));
        foreach (var (kind, ns) in places)
        {
            var (left, _) = await api.ListAsync(kind, ns, CandidatePod.Label, cancellationToken);
            foreach (var item in left)
                await CandidateObjects.DeleteAsync(api, kind, item.NamespaceOf(), item.NameOf(), cancellationToken);
        }
    }

    private async Task<string?> RunAsync(Step step, CandidateDeployment deployment, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var objects = new CandidateObjects(api, deployment);
        try
        {
            var pod = await objects.MakeAsync(cancellationToken);
            var failure = await new CandidateWatch(api, cache, deployment, pod, clock).JudgeAsync(cancellationToken);
            if (failure is not null)
                return $"{deployment.Application} {failure}";
            step.Note($"{deployment.Application}: {pod} was ready after {clock.GetElapsedTime(started).TotalSeconds:0.0} s");
            return null;
        }
        catch (PlatformException e)
        {
            return $"{deployment.Application} could not be tried: {e.Message.TrimEnd('.')}";
        }
        finally
        {
            await objects.DeleteAsync(step);
        }
    }

    private async Task<string?> RehearseAsync(Step step, CandidateDeployment deployment, Action done, CancellationToken cancellationToken)
    {
        try
        {
            var result = await new MigrationRehearsal(api, cache, clock, step, deployment).RunAsync(cancellationToken);
            if (result.IsDone)
                done();
            return result.Failure is { } failure ? $"{deployment.Application} {failure}" : null;
        }
        catch (PlatformException e)
        {
            return $"{deployment.Application} could not be rehearsed: {e.Message.TrimEnd('.')}";
        }
    }

    // A first delivery comes before the sync that would make it; the sync finds it as it would have made it.
    private async Task RequireNamespaceAsync(CandidateDeployment deployment, CancellationToken cancellationToken)
    {
        if (deployment.NamespaceLabels is { } labels
            && await api.FindAsync(ResourceKind.Namespaces, "", deployment.Namespace, cancellationToken) is null)
            await api.CreateAsync(
                ResourceKind.Namespaces,
                "",
                new { apiVersion = "v1", kind = ResourceKind.Namespaces.Kind, metadata = new { name = deployment.Namespace, labels } },
                cancellationToken);
    }
}
