using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Comparison;
using BigBen.ArgoCd.Sources;
using BigBen.ArgoCd.Sync;

namespace BigBen.ArgoCd.Reconciling;

/// <summary>Does what an Application's <c>operation</c> asks for, a step at a time.</summary>
/// <param name="store">Where everything is.</param>
/// <param name="loader">Reads git.</param>
/// <param name="comparer">Compares with git.</param>
/// <param name="writer">Writes the Application's status.</param>
/// <param name="clock">The time.</param>
internal sealed class OperationRunner(IObjectStore store, TargetLoader loader, Comparer comparer, StatusWriter writer, TimeProvider clock)
{
    private readonly SyncTasks _tasks = new(store);
    private readonly Applier _applier = new(store);

    /// <summary>Takes the next step.</summary>
    /// <param name="value">The Application as it stands; it has an operation.</param>
    /// <param name="application">The same, read.</param>
    /// <param name="project">Its project.</param>
    /// <param name="target">What git asks for at its own target revision.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<OperationStep> StepAsync(
        JsonElement value, Application application, AppProject project, Target target, CancellationToken cancellationToken)
    {
        // One that runs goes on as it began, whatever has been written into the field since.
        if (OperationState.Read(value) is not { IsInProgress: true } before)
        {
            var operation = value.At("operation")!.Value;
            writer.Write(application, new OperationState { Operation = operation, StartedAt = clock.GetUtcNow() }, false);
            return OperationStep.Done;
        }

        if (before.IsWaitingToRetry)
            return Retry(application, before);
        var isManual = !before.Operation.FlagAt("initiatedBy", "automated");
        if (before.Phase == OperationPhase.Running && project.Windows.Refuse(application, isManual, clock.GetUtcNow()) is { } blocked)
        {
            if (before.Message != blocked)
                writer.Write(application, before with { Message = blocked }, false);
            return OperationStep.Waiting(SyncWindows.Again);
        }

        var request = SyncRequest.Read(before.Operation) with { IsPruneConfirmed = Confirmation.IsGiven(value, before.StartedAt) };
        var after = await RunAsync(before, application, project, request, target, cancellationToken);
        if (after.Phase is not (OperationPhase.Running or OperationPhase.Terminating))
            after = OperationRetry.Finish(after, before.Phase == OperationPhase.Terminating, clock.GetUtcNow());
        if (IsSame(before, after))
            return OperationStep.Waiting(null);
        writer.Write(application, after, after.Phase == OperationPhase.Succeeded && request is { DryRun: false, IsPartial: false });
        return after.IsWaitingToRetry ? Retry(application, after) : OperationStep.Done;
    }

    private static bool IsSame(OperationState before, OperationState after) =>
        before.Phase == after.Phase && before.Message == after.Message && before.Revision == after.Revision
        && before.Results.Count == after.Results.Count
        && before.Results.Zip(after.Results).All(pair => pair.First with { Images = pair.Second.Images } == pair.Second);

    private async Task<OperationState> RunAsync(
        OperationState state,
        Application application,
        AppProject project,
        SyncRequest request,
        Target target,
        CancellationToken cancellationToken)
    {
        if (request.Error is { } error)
            return state with { Phase = OperationPhase.Error, Message = error };
        var asked = await TargetOfAsync(state, application, request, target, cancellationToken);
        var known = state with
        {
            Revision = asked.Revision,
            Source = asked.Source,
            ManagedNamespaceMetadata = application.SyncPolicy.ManagedNamespaceMetadata,
        };
        if (asked.Error is not null)
            return known with { Phase = OperationPhase.Error, Message = $"ComparisonError: {asked.Error}" };
        var comparison = comparer.Compare(application, project, asked);
        if (known.Results.Count == 0 && request.Has("FailOnSharedResource") && comparison.Shared is [var shared, ..])
            return known with { Phase = OperationPhase.Failed, Message = $"Shared resource found: {shared}" };
        var tasks = _tasks.Build(application, request, comparison, known.Results);
        var step = new SyncStep(new TaskRunner(project, _applier, request), request);
        var progress = known.Phase == OperationPhase.Terminating ? step.Terminate(tasks) : step.Run(tasks);
        TaskResult[] gone =
            [.. known.Results.Where(result => !progress.Results.Any(kept => (kept.Key, kept.Phase) == (result.Key, result.Phase)))];
        return known with { Phase = progress.Phase, Message = progress.Message, Results = [.. progress.Results, .. gone] };
    }

    // An operation can name another commit, or be older than the Application's source is now; what it has begun with it goes on with.
    private async Task<Target> TargetOfAsync(
        OperationState state, Application application, SyncRequest request, Target target, CancellationToken cancellationToken)
    {
        var source = state.Operation.At("sync", "source") ?? application.SourceJson;
        var revision = state.Results.Count > 0 ? state.Revision : request.Revision;
        if ((revision.Length == 0 || revision == target.Revision) && target.IsOf(source))
            return target;
        try
        {
            var read = HelmSource.Read(source, application.Name);
            var older = application with
            {
                SourceJson = source,
                Source = revision.Length > 0 ? read with { TargetRevision = revision } : read,
            };
            return await loader.LoadAsync(older, null, false, cancellationToken);
        }
        catch (PlatformException e)
        {
            return target with { Source = source, Error = e.Message };
        }
    }

    private OperationStep Retry(Application application, OperationState state)
    {
        if (OperationRetry.WaitOf(state, clock.GetUtcNow()) is var left && left > TimeSpan.Zero)
            return OperationStep.Waiting(left);
        writer.Write(application, OperationRetry.Begin(state), false);
        return OperationStep.Done;
    }
}

/// <summary>What a step of an operation came to.</summary>
/// <param name="Progressed">Whether the next one can be taken at once.</param>
/// <param name="RetryIn">When to take it otherwise; null for when something changes.</param>
internal sealed record OperationStep(bool Progressed, TimeSpan? RetryIn)
{
    public static OperationStep Done { get; } = new(true, null);

    public static OperationStep Waiting(TimeSpan? retryIn) => new(false, retryIn);
}
