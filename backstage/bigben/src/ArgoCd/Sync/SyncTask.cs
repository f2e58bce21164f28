using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Comparison;
using BigBen.ArgoCd.Health;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Sync;

/// <summary>One object to apply, or to delete.</summary>
/// <param name="Key">The object.</param>
/// <param name="Resource">The resource that it is served as; null where the API does not know its kind.</param>
/// <param name="Version">Its API version without the group.</param>
/// <param name="Phase">When it is its turn.</param>
/// <param name="Wave">When in the phase.</param>
/// <param name="Target">The object as git asks for it; null where it is to be deleted.</param>
/// <param name="Live">The object as it is; null where it is not there.</param>
/// <param name="IsHook">Whether it is a hook.</param>
/// <param name="Result">What became of it; null while its turn has not come.</param>
internal sealed record SyncTask(
    ObjectKey Key,
    ApiResource? Resource,
    string Version,
    SyncPhase Phase,
    int Wave,
    TargetObject? Target,
    JsonElement? Live,
    bool IsHook,
    TaskResult? Result)
{
    public bool IsPrune => Target is null;

    public bool IsPending => Result is null;

    public bool IsRunning => Result?.Progress == OperationPhase.Running;

    public bool HasFailed => Result?.Progress is OperationPhase.Failed or OperationPhase.Error;

    public bool IsTerminating => Live?.IsTerminating() is true;

    /// <summary>When the hook is taken away.</summary>
    public HookDeletePolicy DeletePolicy => IsHook ? Hooks.PolicyOf(Target!.Manifest.Annotations) : HookDeletePolicy.None;

    /// <summary>Whether the annotation <c>sync-options</c> of the object, as git has it or as it is, has an option.</summary>
    public bool Has(string option) =>
        (Target is not null && Hooks.HasOption(Target.Manifest.Annotations, option)) || (Live is { } live && Hooks.HasOption(live, option));

    /// <summary>The task with what became of it.</summary>
    public SyncTask With(ResultCode status, OperationPhase progress, string message) => this with
    {
        Result = new TaskResult(Key, Version, Phase, IsHook, status, progress, message, Target is null ? [] : PodImages.Of(Target.Body)),
    };

    /// <summary>The task with what its live object says: a hook has ended, an object is healthy or cannot become so.</summary>
    public SyncTask Observed()
    {
        if (!IsRunning || Live is not { } live)
            return this;
        var health = HealthCheck.Of(Key, live);
        return health?.Status switch
        {
            null => With(Result!.Status, OperationPhase.Succeeded, Result.Message),
            HealthCode.Healthy => With(Result!.Status, OperationPhase.Succeeded, IsHook ? health.Message : Result.Message),
            HealthCode.Degraded => With(Result!.Status, OperationPhase.Failed, IsHook ? health.Message : Result.Message),
            _ when IsHook => With(Result!.Status, OperationPhase.Running, health.Message.Length > 0 ? health.Message : Result.Message),
            _ => this,
        };
    }

    /// <summary>The object as messages name it: <c>apps/Deployment/service-a</c>.</summary>
    public override string ToString() => $"{Key.Group}/{Key.Kind}/{Key.Name}";
}
