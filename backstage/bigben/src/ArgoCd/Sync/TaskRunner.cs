using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Comparison;
using BigBen.Manifests.Specs;

namespace BigBen.ArgoCd.Sync;

/// <summary>Does single tasks of a sync, and tells which cannot be done.</summary>
/// <param name="project">What the Application may do.</param>
/// <param name="applier">Does it.</param>
/// <param name="request">What was asked for.</param>
internal sealed class TaskRunner(AppProject project, Applier applier, SyncRequest request)
{
    /// <summary>Why a task is not permitted, or of no kind that there is; null when it can be begun.</summary>
    public string? Refuses(SyncTask task) =>
        project.Refuses(task.Key) is { } refusal ? refusal
        : task.Resource is null
            ? $"The Kubernetes API could not find {task.Key.Group}/{task.Key.Kind} for requested resource "
                + $"{task.Key.Namespace}/{task.Key.Name}. "
                + $"Make sure the \"{task.Key.Kind}\" CRD is installed on the destination cluster."
            : null;

    /// <summary>
    /// Why the local platform cannot run the object of a task; null when it can. A hook ends by itself or is told of as running; anything
    /// else that cannot run would be missed.
    /// </summary>
    public static string? CannotRun(SyncTask task)
    {
        if (task.Target is null || task.IsHook || task.Key.Group == "argoproj.io")
            return null;
        try
        {
            ObjectSpec.Read(task.Target.Manifest);
            return null;
        }
        catch (PlatformException e)
        {
            return e.Message;
        }
    }

    /// <summary>Applies or prunes the object of a task.</summary>
    /// <returns>The task with what became of it.</returns>
    public SyncTask Do(SyncTask task)
    {
        try
        {
            if (task.Target is not null)
            {
                var done = applier.Apply(task.Resource!, task.IsHook ? Held(task.Target) : task.Target, ApplyOptions.Of(request, task));
                return task.With(ResultCode.Synced, request.DryRun ? OperationPhase.Succeeded : OperationPhase.Running, done);
            }

            if (!request.Prune)
                return task.With(ResultCode.PruneSkipped, OperationPhase.Succeeded, "ignored (requires pruning)");
            if (task.Has("Prune=false"))
                return task.With(ResultCode.PruneSkipped, OperationPhase.Succeeded, "ignored (no prune)");
            if (!request.DryRun && !task.IsTerminating)
                Delete(task);
            return task.With(ResultCode.Pruned, OperationPhase.Succeeded, request.DryRun ? "pruned (dry run)" : "pruned");
        }
        catch (StatusException e)
        {
            return task.With(ResultCode.SyncFailed, OperationPhase.Failed, e.Message);
        }
    }

    /// <summary>Deletes the object of a task.</summary>
    public void Delete(SyncTask task)
    {
        Release(task);
        applier.Delete(task.Resource!, task.Key, request.PropagationPolicy);
    }

    /// <summary>Lets a hook go that the sync has kept until now; does nothing for all others.</summary>
    public void Release(SyncTask task)
    {
        if (task is { IsHook: true, Live: { } live } && Hooks.IsHeld(live))
            applier.Release(task.Resource!, task.Key);
    }

    // A Job with a TTL, and one that somebody deletes, would otherwise be gone before anybody has seen how it ended.
    private static TargetObject Held(TargetObject target)
    {
        var body = target.Body.DeepClone().AsObject();
        ObjectMeta.Of(body).ListOf("finalizers").Add((JsonNode)Hooks.HeldBy);
        return target with { Body = body };
    }
}
