namespace BigBen.ArgoCd.Sync;

/// <summary>
/// One step of a sync: sees what became of the tasks so far, and does those whose turn it is. Everything between two steps is in the
/// Application's <c>operationState</c>, so that a sync goes on after a restart. This is gitops-engine's <c>syncContext.Sync</c>.
/// </summary>
/// <param name="runner">Does single tasks.</param>
/// <param name="request">What was asked for.</param>
internal sealed class SyncStep(TaskRunner runner, SyncRequest request)
{
    private readonly List<SyncTask> _tasks = [];

    /// <summary>Does the step.</summary>
    /// <param name="tasks">The tasks, in their order.</param>
    /// <returns>What became of them, and how the sync as a whole stands.</returns>
    public SyncProgress Run(IReadOnlyList<SyncTask> tasks)
    {
        _tasks.AddRange(tasks.Select(task => task.Observed()));
        // One that somebody deletes while it runs never ends.
        foreach (var hook in _tasks.Where(task => !task.IsPending && (!task.IsRunning || task.IsTerminating)))
            runner.Release(hook);
        var (phase, message) = Start() ?? Go();
        return Progress(phase, message);
    }

    /// <summary>Ends a sync that somebody wants no longer: hooks that run are deleted, what is applied stays.</summary>
    /// <param name="tasks">The tasks, in their order.</param>
    public SyncProgress Terminate(IReadOnlyList<SyncTask> tasks)
    {
        _tasks.AddRange(tasks);
        foreach (var hook in tasks.Where(task => task.IsHook && task.IsRunning))
        {
            var seen = hook.Observed();
            if (hook.Live is not null && (seen.IsRunning || hook.DeletePolicy.HasFlag(HookDeletePolicy.HookFailed)))
                runner.Delete(hook);
            var ended = hook.Live is null ? OperationPhase.Succeeded : OperationPhase.Failed;
            Set(hook, seen.IsRunning ? hook.With(hook.Result!.Status, ended, "Terminated") : seen);
        }

        return Progress(OperationPhase.Failed, "Operation terminated");
    }

    // Nothing is begun that is known to fail.
    private (OperationPhase Phase, string Message)? Start()
    {
        if (_tasks.Exists(task => !task.IsPending))
            return null;
        if (Check(runner.Refuses))
            return (OperationPhase.Failed, "one or more synchronization tasks are not valid");
        if (Check(TaskRunner.CannotRun))
            return (OperationPhase.Failed, Because("one or more objects failed to apply (dry run)"));
        if (!request.DryRun)
            return null;

        // All at once, for nothing that one task does can be seen by the next.
        foreach (var task in _tasks.ToList())
            Set(task, runner.Do(task));
        return _tasks.Exists(task => task.HasFailed)
            ? (OperationPhase.Failed, Because("one or more objects failed to apply (dry run)"))
            : null;
    }

    private bool Check(Func<SyncTask, string?> failure)
    {
        var failed = _tasks.Select(task => (Task: task, Why: failure(task))).Where(found => found.Why is not null).ToList();
        foreach (var (task, why) in failed)
            Set(task, task.With(ResultCode.SyncFailed, OperationPhase.Failed, why!));
        return failed.Count > 0;
    }

    private (OperationPhase Phase, string Message) Go()
    {
        var isMultiStep = _tasks.Select(task => (task.Phase, task.Wave)).Distinct().Count() > 1;
        var running = _tasks.FindAll(task => (isMultiStep || task.IsHook) && task.IsRunning);
        if (running.Count > 0)
        {
            foreach (var task in running.Where(task => task.Live is null))
            {
                var missing = $"Resource {task} is missing, it might have been deleted";
                Set(task, task.With(ResultCode.SyncFailed, OperationPhase.Error, missing));
            }

            return (OperationPhase.Running, Awaited.End(running));
        }

        var ending = _tasks.FindAll(task => task is { IsPrune: true, Result.Status: ResultCode.Pruned, IsTerminating: true });
        if (ending.Count > 0)
            return (OperationPhase.Running, Awaited.Deletion(ending));
        if (_tasks.Exists(task => task is { HasFailed: true, Phase: not SyncPhase.SyncFail }))
            return Fail("one or more synchronization tasks completed unsuccessfully");
        var pending = _tasks.FindAll(task => task is { IsPending: true, Phase: not SyncPhase.SyncFail });
        if (pending.Count == 0)
            return Succeed("successfully synced (no more tasks)");
        var wave = pending.FindAll(task => (task.Phase, task.Wave) == (pending[0].Phase, pending[0].Wave));
        return Run(wave, isLast: wave.Count == pending.Count);
    }

    private (OperationPhase Phase, string Message) Run(List<SyncTask> wave, bool isLast)
    {
        var old = wave.FindAll(task => task.Live is not null && task.DeletePolicy.HasFlag(HookDeletePolicy.BeforeHookCreation));
        if (old.Count > 0)
        {
            foreach (var hook in old.Where(hook => !hook.IsTerminating))
                runner.Delete(hook);
            return (OperationPhase.Running, Awaited.Deletion(old));
        }

        var held = wave.FindAll(task => task.IsPrune && request.Prune && !request.IsPruneConfirmed && task.Has("Prune=confirm"));
        if (held.Count > 0)
            return (OperationPhase.Running, Awaited.Confirmation(held));
        foreach (var task in wave)
            Set(task, runner.Do(task));
        if (_tasks.Exists(task => task is { HasFailed: true, Result.Status: ResultCode.SyncFailed }))
            return Fail("one or more objects failed to apply");

        // Nothing is left to wait for but the health of what was applied, which the Application itself shows.
        return isLast && !wave.Exists(task => task.IsHook)
            ? Succeed("successfully synced (all tasks run)")
            : (OperationPhase.Running, Awaited.End(wave));
    }

    private (OperationPhase Phase, string Message) Succeed(string message)
    {
        DeleteHooks(HookDeletePolicy.HookSucceeded);
        return (OperationPhase.Succeeded, message);
    }

    private (OperationPhase Phase, string Message) Fail(string message)
    {
        var hooks = _tasks.FindAll(task => task.Phase == SyncPhase.SyncFail);
        if (hooks.FindAll(task => task.IsPending) is { Count: > 0 } pending)
            return Run(pending, isLast: true);
        if (hooks.FindAll(task => task.IsRunning) is { Count: > 0 } running)
            return (OperationPhase.Running, Awaited.End(running));
        DeleteHooks(HookDeletePolicy.HookFailed);
        return (OperationPhase.Failed, Because(message));
    }

    private string Because(string message)
    {
        var reasons = _tasks.Select(task => task.Result).Where(result => result?.Status == ResultCode.SyncFailed)
            .Select(result => result!.Message)
            .ToList();
        return reasons.Count == 0 ? message : $"{message}, reason: {string.Join(",", reasons)}";
    }

    private void DeleteHooks(HookDeletePolicy policy)
    {
        if (request.DryRun)
            return;
        var wanted = policy == HookDeletePolicy.HookSucceeded ? OperationPhase.Succeeded : OperationPhase.Failed;
        var ended = _tasks.Where(task => task.DeletePolicy.HasFlag(policy) && task.Result?.Progress == wanted && task.Live is not null);
        foreach (var hook in ended)
            runner.Delete(hook);
    }

    private SyncProgress Progress(OperationPhase phase, string message) =>
        new(phase, message, [.. _tasks.Select(task => task.Result).OfType<TaskResult>()]);

    private void Set(SyncTask before, SyncTask after) => _tasks[_tasks.IndexOf(before)] = after;
}

/// <summary>How a sync stands after a step.</summary>
/// <param name="Phase">Whether it runs or how it ended.</param>
/// <param name="Message">What it waits for, or how it ended.</param>
/// <param name="Results">What became of the tasks whose turn has come.</param>
internal sealed record SyncProgress(OperationPhase Phase, string Message, IReadOnlyList<TaskResult> Results);
