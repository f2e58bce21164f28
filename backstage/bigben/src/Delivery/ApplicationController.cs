using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Manifests.Specs;
using BigBen.Runtime;

namespace BigBen.Delivery;

/// <summary>
/// Keeps what runs equal to git, as Argo CD's application controller does: renders the environments chart at main, and for every
/// Application its chart and values at its target revision, compares with what runs, and syncs with prune and self-heal.
/// What does not render or is refused leaves the last good state serving.
/// </summary>
/// <param name="repository">Where Applications are read.</param>
/// <param name="renderer">Renders them.</param>
/// <param name="cluster">Runs them.</param>
/// <param name="records">Remembers what was applied.</param>
/// <param name="clock">Tells the time.</param>
public sealed class ApplicationController(
    ISourceRepository repository, Renderer renderer, Cluster cluster, ApplicationRecords records, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim reconciling = new(1, 1);
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, ManagedApplication> managed = new(StringComparer.Ordinal);
    private readonly HealthAssessment health = new(cluster);
    private string? environmentsError;
    private long version;
    private ReconcileTotals totals = new(0, 0);

    /// <summary>Grows with every reconciliation that came to an end.</summary>
    public long Version => Volatile.Read(ref version);

    /// <summary>What reconciling took so far.</summary>
    public ReconcileTotals Totals => Volatile.Read(ref totals);

    /// <summary>The commit of main that was reconciled last; null before the first time.</summary>
    public string? ReconciledCommit { get; private set; }

    /// <summary>Every Application as it stands, by name.</summary>
    public IReadOnlyList<ApplicationStatus> Applications
    {
        get
        {
            lock (gate)
                return [.. managed.Values.Select(application => WithEnvironmentsError(application.Status(cluster, health, clock)))];
        }
    }

    /// <summary>Every object of an Application, as git says and as it runs; empty where there is no such Application.</summary>
    public IReadOnlyList<ManagedResource> Resources(string name)
    {
        lock (gate)
            return managed.TryGetValue(name, out var application) ? application.Resources(cluster) : [];
    }

    /// <summary>Starts what ran last, before git or Helm is asked.</summary>
    /// <exception cref="PlatformException">A record is damaged.</exception>
    public void Restore()
    {
        lock (gate)
        {
            foreach (var (name, record) in records.Load())
            {
                var application = new ManagedApplication(Application.Read(Manifest.ParseAll(record.Manifest, name, "argocd").Single()));
                application.Restore(record, cluster);
                managed[name] = application;
            }
        }
    }

    /// <summary>Checks that everything would render, and could run here, at a commit that is not main yet; changes nothing.</summary>
    /// <param name="commit">The commit that the environments chart is read at.</param>
    /// <param name="revisions">Revisions that git does not know yet, or not so yet, such as main itself, and the commits they will lead to.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="PlatformException">Something does not render, is refused, or a project does not permit it.</exception>
    public async Task RenderAsync(string commit, IReadOnlyDictionary<string, string> revisions, CancellationToken cancellationToken)
    {
        var environments = await renderer.EnvironmentsAsync(commit, cancellationToken);
        var projects = AppProject.AllIn(environments);
        foreach (var application in Application.AllIn(environments).Where(application => IsConcerned(application, revisions)))
        {
            var read = revisions.TryGetValue(application.TargetRevision, out var coming)
                ? coming
                : await repository.ResolveAsync(application.TargetRevision, cancellationToken);
            foreach (var manifest in (await renderer.PermittedAsync(application, projects, read, cancellationToken)).Manifests)
                ObjectSpec.Read(manifest);
        }
    }

    /// <summary>
    /// Reads git at a commit of main and makes what runs equal to it. One at a time. What stands in an Application's way becomes one of its
    /// conditions.
    /// </summary>
    /// <returns>Why the environments chart itself does not render, with which no Application can be told; null when it does.</returns>
    public async Task<string?> ReconcileAsync(string commit, CancellationToken cancellationToken)
    {
        await reconciling.WaitAsync(cancellationToken);
        var started = clock.GetTimestamp();
        try
        {
            IReadOnlyList<Manifest> environments;
            try
            {
                environments = await renderer.EnvironmentsAsync(commit, cancellationToken);
                environmentsError = null;
            }
            catch (PlatformException e)
            {
                environmentsError = e.Message;
                ReconciledCommit = commit;
                return e.Message;
            }

            var projects = AppProject.AllIn(environments);
            var applications = Application.AllIn(environments).ToList();
            PruneAllBut(applications);
            foreach (var application in applications)
                await ReconcileAsync(application, projects, cancellationToken);
            ReconciledCommit = commit;
            return null;
        }
        finally
        {
            Volatile.Write(ref totals, new ReconcileTotals(totals.Count + 1, totals.Seconds + clock.GetElapsedTime(started).TotalSeconds));
            Interlocked.Increment(ref version);
            reconciling.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => reconciling.Dispose();

    // What the commit leaves as it is cannot be broken by it; it may be broken already, and must not stand in the way then.
    private bool IsConcerned(Application application, IReadOnlyDictionary<string, string> revisions)
    {
        lock (gate)
        {
            return revisions.ContainsKey(application.TargetRevision)
                || !managed.TryGetValue(application.Name, out var known)
                || known.Application.Manifest.Hash != application.Manifest.Hash;
        }
    }

    private async Task ReconcileAsync(Application application, IReadOnlyDictionary<string, AppProject> projects, CancellationToken cancellationToken)
    {
        Rendered? rendered = null;
        var failure = "";
        try
        {
            var commit = await repository.ResolveAsync(application.TargetRevision, cancellationToken);
            rendered = await renderer.PermittedAsync(application, projects, commit, cancellationToken);
        }
        catch (PlatformException e)
        {
            failure = e.Message;
        }

        lock (gate)
        {
            var target = Managed(application);
            target.Application = application;
            if (rendered is null)
            {
                target.CannotCompare(failure);
                return;
            }

            target.Want(rendered);
            if (target.Compare(cluster) == SyncStatus.Synced)
                return;
            target.Sync(cluster, clock);
            records.Save(application.Name, target.ToRecord());
        }
    }

    private ManagedApplication Managed(Application application) =>
        managed.TryGetValue(application.Name, out var known) ? known : managed[application.Name] = new ManagedApplication(application);

    private void PruneAllBut(List<Application> applications)
    {
        lock (gate)
        {
            foreach (var name in managed.Keys.Except(applications.Select(application => application.Name)).ToList())
            {
                foreach (var manifest in managed[name].Applied)
                    cluster.Delete(manifest.Key);
                managed.Remove(name);
                records.Remove(name);
            }
        }
    }

    private ApplicationStatus WithEnvironmentsError(ApplicationStatus status) =>
        environmentsError is null ? status : status with { Sync = SyncStatus.Unknown, Conditions = [environmentsError, .. status.Conditions] };
}
