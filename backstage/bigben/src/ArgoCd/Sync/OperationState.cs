using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.ArgoCd.Sync;

/// <summary>How the last sync goes or went: an Application's <c>status.operationState</c>.</summary>
internal sealed record OperationState
{
    /// <summary>What was asked for: the <c>operation</c> that began it.</summary>
    public required JsonElement Operation { get; init; }

    public OperationPhase Phase { get; init; } = OperationPhase.Running;

    public string Message { get; init; } = "";

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it, or its last attempt, ended; null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    public long RetryCount { get; init; }

    /// <summary>The commit that is synced to; empty before it is known.</summary>
    public string Revision { get; init; } = "";

    /// <summary>The source that is synced to; null before it is known.</summary>
    public JsonElement? Source { get; init; }

    /// <summary>Labels and annotations that the namespace is given; null where there are none.</summary>
    public JsonElement? ManagedNamespaceMetadata { get; init; }

    public IReadOnlyList<TaskResult> Results { get; init; } = [];

    /// <summary>Whether it has still to end.</summary>
    public bool IsInProgress => Phase is OperationPhase.Running or OperationPhase.Terminating;

    /// <summary>Whether an attempt failed and the next one is waited for.</summary>
    public bool IsWaitingToRetry => Phase == OperationPhase.Running && FinishedAt is not null;

    /// <summary>The state as an Application has it; null where nothing was ever synced.</summary>
    public static OperationState? Read(JsonElement application)
    {
        if (application.At("status", "operationState") is not { } state || state.At("operation") is not { } operation)
            return null;
        return new OperationState
        {
            Operation = operation,
            Phase = Enum.TryParse<OperationPhase>(state.TextAt("phase"), out var phase) ? phase : OperationPhase.Error,
            Message = state.TextAt("message") ?? "",
            StartedAt = state.TimeAt("startedAt") ?? default,
            FinishedAt = state.TimeAt("finishedAt"),
            RetryCount = state.NumberAt("retryCount") ?? 0,
            Revision = state.TextAt("syncResult", "revision") ?? "",
            Source = state.At("syncResult", "source"),
            ManagedNamespaceMetadata = state.At("syncResult", "managedNamespaceMetadata"),
            Results = [.. state.ItemsAt("syncResult", "resources").Select(TaskResult.Read)],
        };
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (FinishedAt is { } finished)
            json["finishedAt"] = ObjectMeta.Time(finished);
        if (Message.Length > 0)
            json["message"] = Message;
        json["operation"] = JsonObject.Create(Operation);
        json["phase"] = $"{Phase}";
        if (RetryCount > 0)
            json["retryCount"] = RetryCount;
        json["startedAt"] = ObjectMeta.Time(StartedAt);
        if (Source is not null)
            json["syncResult"] = Result(Source.Value);
        return json;
    }

    private JsonObject Result(JsonElement source)
    {
        var result = new JsonObject();
        if (ManagedNamespaceMetadata is { } metadata)
            result["managedNamespaceMetadata"] = JsonObject.Create(metadata);
        if (Results.Count > 0)
            result["resources"] = new JsonArray([.. Results.Select(task => task.ToJson())]);
        result["revision"] = Revision;
        result["source"] = JsonObject.Create(source);
        return result;
    }
}
