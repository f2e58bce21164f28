using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Comparison;

namespace BigBen.ArgoCd.Sync;

/// <summary>Decides whether an Application that differs from git is synced without being asked.</summary>
/// <param name="clock">The time.</param>
internal sealed class AutoSync(TimeProvider clock)
{
    // The first heal is immediate, the next ones are 2, 6, 18… seconds after the one before, until it has been quiet for a while.
    private static readonly TimeSpan HealWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestHealWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan HealCooldown = TimeSpan.FromSeconds(330);

    /// <summary>Decides.</summary>
    /// <param name="application">The Application.</param>
    /// <param name="project">Its project.</param>
    /// <param name="comparison">How it differs.</param>
    /// <param name="last">Its last sync; null where there was none.</param>
    public AutoSyncDecision Decide(Application application, AppProject project, AppComparison comparison, OperationState? last)
    {
        var policy = application.SyncPolicy;
        var changed = comparison.Resources.Where(resource => resource.Status == SyncStatus.OutOfSync).ToList();
        if (!policy.Automated || comparison.Status != SyncStatus.OutOfSync)
            return AutoSyncDecision.Nothing;
        if (project.Windows.Refuse(application, isManual: false, clock.GetUtcNow()) is not null)
            return new AutoSyncDecision(RetryIn: SyncWindows.Again);
        if (!policy.Prune && changed.TrueForAll(resource => resource.RequiresPruning))
            return AutoSyncDecision.Nothing;
        if (policy.Prune && !policy.AllowEmpty && comparison.Resources.All(resource => resource.IsHook || resource.RequiresPruning))
        {
            return new AutoSyncDecision(
                Error: "Skipping sync attempt to "
                    + $"{comparison.Target.Revision}: auto-sync will wipe out all resources");
        }

        if (last is null || last.Revision != comparison.Target.Revision || last.Source is not { } source || !comparison.Target.IsOf(source))
            return new AutoSyncDecision(Operation(policy, comparison.Target));
        if (last.Phase is OperationPhase.Failed or OperationPhase.Error)
            return new AutoSyncDecision(Error: $"Failed last sync attempt to [{last.Revision}]: {last.Message}");
        return policy.SelfHeal && !changed.TrueForAll(resource => resource.IsBeingPruned)
            ? Heal(policy, comparison, changed, last)
            : AutoSyncDecision.Nothing;
    }

    private AutoSyncDecision Heal(SyncPolicy policy, AppComparison comparison, List<ResourceComparison> changed, OperationState last)
    {
        var quiet = clock.GetUtcNow() - (last.FinishedAt ?? last.StartedAt);
        var attempts = quiet > HealCooldown ? 0 : last.Operation.NumberAt("sync", "autoHealAttemptsCount") ?? 0;
        var wait = attempts == 0 ? TimeSpan.Zero : Min(HealWait * Math.Pow(3, attempts - 1), LongestHealWait);
        if (quiet < wait)
            return new AutoSyncDecision(RetryIn: wait - quiet);
        var operation = Operation(policy, comparison.Target);
        operation["sync"]!["autoHealAttemptsCount"] = attempts + 1;
        operation["sync"]!["resources"] = new JsonArray([.. changed.Select(Selected)]);
        return new AutoSyncDecision(operation);
    }

    private static JsonNode Selected(ResourceComparison resource)
    {
        var json = new JsonObject();
        if (resource.Key.Group.Length > 0)
            json["group"] = resource.Key.Group;
        json["kind"] = resource.Key.Kind;
        json["name"] = resource.Key.Name;
        return json;
    }

    private static JsonObject Operation(SyncPolicy policy, Target target)
    {
        var sync = new JsonObject { ["revision"] = target.Revision, ["source"] = JsonObject.Create(target.Source) };
        if (policy.Prune)
            sync["prune"] = true;
        if (policy.Options.Count > 0)
            sync["syncOptions"] = new JsonArray([.. policy.Options.Select(option => (JsonNode)option)]);
        var operation = new JsonObject { ["initiatedBy"] = new JsonObject { ["automated"] = true } };
        operation["retry"] = policy.Retry is { ValueKind: JsonValueKind.Object } retry
            ? JsonObject.Create(retry)!.DeepClone()
            : new JsonObject { ["limit"] = 5 };
        operation["sync"] = sync;
        return operation;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

/// <summary>What comes of an Application that differs.</summary>
/// <param name="Operation">The sync to begin; null for none.</param>
/// <param name="Error">Why none is begun; null where there is nothing to say.</param>
/// <param name="RetryIn">When to look again; null for when something changes.</param>
internal sealed record AutoSyncDecision(JsonObject? Operation = null, string? Error = null, TimeSpan? RetryIn = null)
{
    public static AutoSyncDecision Nothing { get; } = new();
}
