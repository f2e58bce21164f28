using System.Text.Json;
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
        var operation = value.At("operation")!.Value;
        var before = OperationState.Read(value);
        if (before is null || before.Phase != OperationPhase.Running || !JsonElement.DeepEquals(before.Operation, operation))
        {
            writer.Write(application, new OperationState { Operation = operation, StartedAt = clock.GetUtcNow() }, false);
            return OperationStep.Done;
        }

        if (before.IsWaitingToRetry)
            return Retry(application, before);
        var request = SyncRequest.Read(operation);
        var asked = await TargetOfAsync(application, request, operation, target, cancellationToken);
        var after = before with
        {
            Revision = asked.Revision,
            Source = asked.Source,
            ManagedNamespaceMetadata = application.SyncPolicy.ManagedNamespaceMetadata,
        };
        after = asked.Error is not null
            ? after with { Phase = OperationPhase.Error, Message = $"ComparisonError: {asked.Error}" }
            : Run(after, application, project, request, asked);
        if (after.Phase != OperationPhase.Running)
            after = Finish(after);
        if (IsSame(before, after))
            return OperationStep.Waiting(null);
        writer.Write(application, after, after.Phase == OperationPhase.Succeeded && request is { DryRun: false, IsPartial: false });
        return after.IsWaitingToRetry ? Retry(application, after) : OperationStep.Done;
    }

    private static bool IsSame(OperationState before, OperationState after) =>
        before.Phase == after.Phase && before.Message == after.Message && before.Revision == after.Revision
        && before.Results.Count == after.Results.Count
        && before.Results.Zip(after.Results).All(pair => pair.First with { Images = pair.Second.Images } == pair.Second);

    private OperationState Run(OperationState state, Application application, AppProject project, SyncRequest request, Target target)
    {
        var tasks = _tasks.Build(application, request, comparer.Compare(application, project, target), state.Results);
        var progress = new SyncStep(project, _applier, request).Run(tasks);
        TaskResult[] gone =
            [.. state.Results.Where(result => !progress.Results.Any(kept => (kept.Key, kept.Phase) == (result.Key, result.Phase)))];
        return state with { Phase = progress.Phase, Message = progress.Message, Results = [.. progress.Results, .. gone] };
    }

    // An operation can name another commit, or be older than the Application's source is now.
    private async Task<Target> TargetOfAsync(
        Application application, SyncRequest request, JsonElement operation, Target target, CancellationToken cancellationToken)
    {
        var source = operation.At("sync", "source") ?? application.SourceJson;
        if ((request.Revision.Length == 0 || request.Revision == target.Revision) && target.IsOf(source))
            return target;
        var older = application with
        {
            SourceJson = source,
            Source = HelmSource.Read(source, application.Name) is var read && request.Revision.Length > 0
                ? read with { TargetRevision = request.Revision }
                : read,
        };
        return await loader.LoadAsync(older, null, false, cancellationToken);
    }

    private OperationState Finish(OperationState state)
    {
        var finished = state with { FinishedAt = clock.GetUtcNow() };
        if (state.Phase == OperationPhase.Succeeded)
            return finished;
        var retry = RetryStrategy.Read(state.Operation);
        if (retry.Limit < 0 || state.RetryCount < retry.Limit)
        {
            var at = (finished.FinishedAt.Value + retry.Wait(state.RetryCount))
                .ToString("h:mmtt", System.Globalization.CultureInfo.InvariantCulture);
            return finished with
            {
                Phase = OperationPhase.Running,
                RetryCount = state.RetryCount + 1,
                Message = $"{state.Message}. Retrying attempt #{state.RetryCount + 1} at {at}.",
            };
        }

        return state.RetryCount == 0 ? finished : finished with { Message = $"{state.Message} (retried {state.RetryCount} times)." };
    }

    private OperationStep Retry(Application application, OperationState state)
    {
        var due = state.FinishedAt!.Value + RetryStrategy.Read(state.Operation).Wait(state.RetryCount - 1);
        var left = due - clock.GetUtcNow();
        if (left > TimeSpan.Zero)
            return OperationStep.Waiting(left);
        writer.Write(
            application,
            state with { FinishedAt = null, Message = $"Retrying operation. Attempt #{state.RetryCount}", Results = [] },
            false);
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
