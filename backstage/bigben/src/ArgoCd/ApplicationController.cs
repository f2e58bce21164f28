using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Comparison;
using BigBen.ArgoCd.Gate;
using BigBen.ArgoCd.Reconciling;
using BigBen.ArgoCd.Sources;

namespace BigBen.ArgoCd;

/// <summary>
/// Keeps what is in the store equal to git, as Argo CD's application controller does: every Application is compared with its chart and
/// values at its target revision and synced, whenever it, its project or one of its objects changes, or git is told of. What does not
/// render or is refused leaves the last good state serving.
/// </summary>
internal sealed class ApplicationController : IAsyncDisposable
{
    private readonly IObjectStore _store;
    private readonly TimeProvider _clock;
    private readonly RefreshRequests _requests = new();
    private readonly RootInstaller _root;
    private readonly Controller _controller;
    private ReconcileTotals _totals = new(0, 0);
    private Reconciled? _last;

    private ApplicationController(
        IObjectStore store, ISourceRepository repository, Renderer renderer, TimeProvider clock, ILogger logger)
    {
        (_store, _clock) = (store, clock);
        Gate = new EnvironmentsGate(store, repository, renderer, new StoredSecrets(store));
        _root = new RootInstaller(store, repository, renderer);
        var reconciler = new ApplicationReconciler(
            store, new TargetLoader(repository, renderer), _requests, new Comparer(store), new StatusWriter(store, clock), clock);
        _controller = new Controller(
            "applications", store, clock, logger, (key, cancellationToken) => reconciler.ReconcileAsync(key.Name, cancellationToken));
    }

    /// <summary>Checks a commit that is not main yet.</summary>
    public EnvironmentsGate Gate { get; }

    /// <summary>What reconciling took so far.</summary>
    public ReconcileTotals Totals => Volatile.Read(ref _totals);

    /// <summary>The commit of main that was reconciled last; null before the first time, and a minute after one that failed.</summary>
    public string? ReconciledCommit =>
        Volatile.Read(ref _last) is { } last && !(last.Again <= _clock.GetUtcNow()) ? last.Commit : null;

    /// <summary>Begins with the Applications that there are; the first refresh makes the root one.</summary>
    public static ApplicationController Start(
        IObjectStore store, ISourceRepository repository, Renderer renderer, TimeProvider clock, ILogger logger)
    {
        var controller = new ApplicationController(store, repository, renderer, clock, logger);
        controller._root.InstallProjects();
        foreach (var resource in LiveObjects.Kinds)
            controller._controller.Watches(resource, value => controller.ConcernedBy(resource, value));
        controller._controller.Start();
        return controller;
    }

    /// <summary>
    /// Compares the root Application with a commit of main, then every Application with what its target revision names by then, and syncs
    /// them. Health is not waited for. What stands in an Application's way becomes one of its conditions.
    /// </summary>
    /// <exception cref="PlatformException">
    /// The environments chart itself does not render, with which no Application can be told.
    /// </exception>
    public async Task RefreshAsync(string commit, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        var succeeded = false;
        try
        {
            await _root.InstallAsync(commit, cancellationToken);
            if (await RefreshAsync(RootApplication.Name, commit, cancellationToken) is { } error)
                throw new PlatformException(error);
            var names = _store.List(Kinds.Applications, Application.ArgoNamespace).Items.Select(value => value.NameOf());
            await Task.WhenAll(
                names.Where(name => name != RootApplication.Name).Select(name => RefreshAsync(name, null, cancellationToken)));
            succeeded = true;
        }
        finally
        {
            Volatile.Write(ref _last, new Reconciled(commit, succeeded ? null : _clock.GetUtcNow() + Target.Patience));
            Volatile.Write(
                ref _totals, new ReconcileTotals(_totals.Count + 1, _totals.Seconds + _clock.GetElapsedTime(started).TotalSeconds));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _controller.DisposeAsync();
        _requests.Cancel();
    }

    private Task<string?> RefreshAsync(string application, string? commit, CancellationToken cancellationToken)
    {
        var done = _requests.Add(application, commit);
        _controller.Enqueue(Key(application));
        return done.WaitAsync(cancellationToken);
    }

    private static NamespacedName Key(string application) => new(Application.ArgoNamespace, application);

    private IEnumerable<NamespacedName> ConcernedBy(ApiResource resource, JsonElement value)
    {
        if (resource == Kinds.Projects)
            return _store.List(Kinds.Applications, Application.ArgoNamespace).Items.Select(NamespacedName.Of);
        var owner = resource.GroupResource == "pods" ? Owner.RootOf(_store, value)?.Value : null;
        var tracked = Tracking.ApplicationOf(owner ?? value);
        var names = new[] { tracked, resource == Kinds.Applications ? value.NameOf() : null };
        return names.OfType<string>().Select(Key).Concat(tracked is null ? WarnedOf(value) : []);
    }

    // Those that an object which nobody has is told to.
    private IEnumerable<NamespacedName> WarnedOf(JsonElement orphan)
    {
        var projects = _store.List(Kinds.Projects, Application.ArgoNamespace).Items
            .Where(project => OrphanPolicy.Read(project) is not null).Select(project => project.NameOf()).ToHashSet();
        return projects.Count == 0 ? [] : _store.List(Kinds.Applications, Application.ArgoNamespace).Items
            .Where(application => projects.Contains(application.TextAt("spec", "project") ?? "default")
                && application.TextAt("spec", "destination", "namespace") == orphan.Text("namespace"))
            .Select(NamespacedName.Of);
    }

    // When it is to be reconciled again though main did not move: what made it fail may have passed.
    private sealed record Reconciled(string Commit, DateTimeOffset? Again);
}
