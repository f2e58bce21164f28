using System.Collections.Concurrent;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Comparison;
using BigBen.ArgoCd.Differences;
using BigBen.ArgoCd.Sources;
using BigBen.ArgoCd.Sync;

namespace BigBen.ArgoCd.Reconciling;

/// <summary>Brings one Application's status up to date, and what runs nearer to git.</summary>
/// <param name="store">Where everything is.</param>
/// <param name="loader">Reads git.</param>
/// <param name="requests">Those who wait for it.</param>
/// <param name="comparer">Compares with git.</param>
/// <param name="writer">Writes the Application's status.</param>
/// <param name="clock">The time.</param>
internal sealed class ApplicationReconciler(
    IObjectStore store, TargetLoader loader, RefreshRequests requests, Comparer comparer, StatusWriter writer, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Target> _targets = [];
    private readonly AutoSync _autoSync = new(clock);
    private readonly Finalizer _finalizer = new(store);
    private readonly OperationRunner _operations = new(store, loader, comparer, writer, clock);

    /// <summary>Reconciles an Application.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>When to reconcile it again though nothing changes; null for never.</returns>
    public async Task<TimeSpan?> ReconcileAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await ReconcileAsync(name, requests.Begin(name), cancellationToken);
        }
        catch
        {
            requests.Abandon(name);
            throw;
        }
    }

    private async Task<TimeSpan?> ReconcileAsync(string name, Refresh? refresh, CancellationToken cancellationToken)
    {
        _finalizer.ReleaseProjects();
        if (Find(name) is not { } value)
        {
            _targets.TryRemove(name, out _);
            requests.Complete(name, null);
            return null;
        }

        if (value.IsTerminating())
        {
            _finalizer.Finish(value);
            requests.Complete(name, null);
            return null;
        }

        try
        {
            var application = Application.Read(value) with { IgnoredDifferences = IgnoredDifferences.Read(value.At("spec")!.Value) };
            var project = ProjectOf(application);
            if (project.Refusals(application).ToList() is { Count: > 0 } refusals)
                return Invalid(name, refusals);
            return await ReconcileAsync(value, application, project, refresh, cancellationToken);
        }
        catch (PlatformException e)
        {
            return Invalid(name, [e.Message]);
        }
    }

    private TimeSpan? Invalid(string name, IReadOnlyList<string> messages)
    {
        writer.WriteInvalid(name, messages);
        requests.Complete(name, string.Join("; ", messages));
        return null;
    }

    private async Task<TimeSpan?> ReconcileAsync(
        JsonElement value, Application application, AppProject project, Refresh? refresh, CancellationToken cancellationToken)
    {
        var asked = value.TextAt("metadata", "annotations", RefreshRequests.Annotation);
        var target = _targets.GetValueOrDefault(application.Name);
        var refreshed = refresh is not null
            || asked is not null
            || target?.IsFor(application.SourceJson, application.DestinationJson) is not true
            || target.ReadAgain <= clock.GetUtcNow();
        if (refreshed || target is null)
        {
            target = await loader.LoadAsync(application, refresh?.Commit, asked == "hard", cancellationToken);
            if (target.Error is not null)
                target = target with { ReadAgain = clock.GetUtcNow() + Target.Patience };
            _targets[application.Name] = target;
        }

        while (true)
        {
            var retryIn = Compare(application, project, target, refreshed, asked);
            refreshed = false;
            if (Find(application.Name) is not { } current || current.At("operation") is null)
            {
                requests.Complete(application.Name, target.Error);
                return Sooner(retryIn, target);
            }

            // What is asked for next may come with a spec that was edited meanwhile, another project among it.
            if (!JsonElement.DeepEquals(current.GetProperty("spec"), value.GetProperty("spec")))
                return await ReconcileAsync(application.Name, refresh, cancellationToken);

            var step = await _operations.StepAsync(current, application, project, target, cancellationToken);
            if (step.Progressed)
                continue;

            // What it waits for, its status tells: a hook may run for long, and what failed is tried again.
            requests.Complete(application.Name, target.Error);
            return Sooner(step.RetryIn, target);
        }
    }

    private TimeSpan? Sooner(TimeSpan? retryIn, Target target) =>
        target.ReadAgain - clock.GetUtcNow() is { } again && !(retryIn < again) ? again : retryIn;

    private TimeSpan? Compare(Application application, AppProject project, Target target, bool refreshed, string? asked)
    {
        var comparison = comparer.Compare(application, project, target);
        var decision = AutoSyncDecision.Nothing;
        if (Find(application.Name) is { } value && value.At("operation") is null)
            decision = _autoSync.Decide(application, project, comparison, OperationState.Read(value));
        if (decision.Operation is not null)
            writer.Begin(application.Name, decision.Operation);
        writer.Write(application, project, comparison, decision.Error, refreshed, asked);
        return decision.RetryIn;
    }

    private AppProject ProjectOf(Application application)
    {
        if (application.Destination.Error is { } nowhere)
            throw new PlatformException(nowhere);
        return store.Find(Kinds.Projects, Application.ArgoNamespace, application.Project) is { } found
            ? new AppProject(found)
            : throw new PlatformException($"Application referencing project {application.Project} which does not exist");
    }

    private JsonElement? Find(string name) => store.Find(Kinds.Applications, Application.ArgoNamespace, name);
}
