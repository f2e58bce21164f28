using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Comparison;
using BigBen.ArgoCd.Health;
using BigBen.ArgoCd.Sync;

namespace BigBen.ArgoCd.Reconciling;

/// <summary>
/// Writes an Application's status, in the form that Argo CD 3.5 gives it, and tells what changes as Events. What does not change is not
/// written.
/// </summary>
/// <param name="store">Where the Application is.</param>
/// <param name="clock">The time.</param>
internal sealed class StatusWriter(IObjectStore store, TimeProvider clock)
{
    private readonly AppSummary _summary = new(store);
    private readonly OrphanedResources _orphans = new(store);
    private readonly ApplicationEvents _events = new(store, clock);

    /// <summary>Writes how the Application compares.</summary>
    /// <param name="application">The Application.</param>
    /// <param name="project">Its project.</param>
    /// <param name="comparison">The comparison.</param>
    /// <param name="syncError">Why it is not synced; null where there is nothing to say.</param>
    /// <param name="refreshed">Whether git was asked for it.</param>
    /// <param name="asked">The refresh that an annotation asked for before; one that came since is not done yet.</param>
    public void Write(
        Application application, AppProject project, AppComparison comparison, string? syncError, bool refreshed, string? asked) =>
        Update(application.Name, value =>
        {
            var status = value.MapOf("status");
            var conditions = new ConditionList()
                .Add(ConditionList.ComparisonError, comparison.Target.Error)
                .Add(ConditionList.SyncError, syncError)
                .Add(ConditionList.OrphanedResourceWarning, _orphans.Warning(application, project));
            foreach (var shared in comparison.Shared)
                conditions.Add(ConditionList.SharedResourceWarning, shared);
            conditions
                .AddNotEnforced(comparison.NotEnforced)
                .Write(status, clock.GetUtcNow());
            status["controllerNamespace"] = Application.ArgoNamespace;
            SetHealth(status, comparison.Health);
            if (refreshed)
            {
                status["reconciledAt"] = ObjectMeta.Time(clock.GetUtcNow());
                if (value["metadata"]!["annotations"] is JsonObject annotations && $"{annotations[RefreshRequests.Annotation]}" == asked)
                    annotations.Remove(RefreshRequests.Annotation);
            }

            status.Remove("resources");
            if (comparison.Resources.Count > 0)
                status["resources"] = new JsonArray([.. comparison.Resources.Select(resource => resource.ToJson())]);
            if (comparison.Target.Error is null)
            {
                status["sourceType"] = "Helm";
                status.Remove("summary");
                if (_summary.Of(comparison) is { Count: > 0 } summary)
                    status["summary"] = summary;
            }

            status["sync"] = new JsonObject
            {
                ["comparedTo"] = new JsonObject
                {
                    ["destination"] = JsonObject.Create(comparison.Target.Destination),
                    ["source"] = JsonObject.Create(comparison.Target.Source),
                },
                ["revision"] = comparison.Target.Revision,
                ["status"] = $"{comparison.Status}",
            };
        });

    /// <summary>Writes that the Application asks for what cannot be or is not permitted, with which no sync can succeed either.</summary>
    public void WriteInvalid(string name, IReadOnlyList<string> messages) => Update(name, value =>
    {
        var status = value.MapOf("status");
        var conditions = new ConditionList();
        foreach (var message in messages)
            conditions.Add(ConditionList.InvalidSpecError, message);
        conditions.Write(status, clock.GetUtcNow());
        if (value["operation"] is { } operation)
        {
            value.Remove("operation");
            status["operationState"] = new OperationState
            {
                Operation = JsonSerializer.SerializeToElement(operation),
                Phase = OperationPhase.Error,
                Message = string.Join(';', messages.Select(message => $"{ConditionList.InvalidSpecError}: {message}")),
                StartedAt = clock.GetUtcNow(),
                FinishedAt = clock.GetUtcNow(),
            }.ToJson();
        }

        SetHealth(status, HealthCode.Unknown);
        status.MapOf("sync")["status"] = $"{SyncStatus.Unknown}";
        (value["metadata"]!["annotations"] as JsonObject)?.Remove(RefreshRequests.Annotation);
    });

    /// <summary>Asks for a sync, as <c>argocd app sync</c> does.</summary>
    public void Begin(string name, JsonObject operation) => Update(name, value =>
    {
        value["operation"] = operation.DeepClone();
        value.MapOf("status").Remove("operationState");
    });

    /// <summary>Writes how a sync stands; one that has ended is no longer asked for, and one that deployed everything is history.</summary>
    /// <param name="application">The Application.</param>
    /// <param name="state">How it stands.</param>
    /// <param name="isDeployment">Whether it deployed everything.</param>
    public void Write(Application application, OperationState state, bool isDeployment) => Update(application.Name, value =>
    {
        var status = value.MapOf("status");
        status["operationState"] = state.ToJson();
        if (state.Phase == OperationPhase.Running)
            return;
        value.Remove("operation");
        if (isDeployment)
            History.Add(status, application.HistoryLimit, state);
    });

    private void SetHealth(JsonObject status, HealthCode health)
    {
        if (status["health"]?["status"]?.ToString() != $"{health}")
            status["health"] = new JsonObject { ["lastTransitionTime"] = ObjectMeta.Time(clock.GetUtcNow()), ["status"] = $"{health}" };
    }

    private void Update(string name, Action<JsonObject> change)
    {
        JsonElement before = default;
        var after = store.Update(
            Kinds.Applications,
            Application.ArgoNamespace,
            name,
            value =>
            {
                before = JsonSerializer.SerializeToElement(value);
                change(value);
                return value;
            });
        _events.Tell(before, after);
    }
}
