using BigBen.ApiServer.Resources;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Sync;

/// <summary>How an operation or a part of it stands: Argo CD's <c>OperationPhase</c>.</summary>
internal enum OperationPhase
{
    Running,
    Terminating,
    Succeeded,
    Failed,
    Error,
}

/// <summary>What applying an object did: Argo CD's <c>ResultCode</c>.</summary>
internal enum ResultCode
{
    Synced,
    SyncFailed,
    Pruned,
    PruneSkipped,
}

/// <summary>What became of one task of a sync, as <c>status.operationState.syncResult.resources</c> keeps it.</summary>
/// <param name="Key">The object.</param>
/// <param name="Version">Its API version without the group.</param>
/// <param name="Phase">The phase that the task belongs to.</param>
/// <param name="IsHook">Whether the object is a hook.</param>
/// <param name="Status">What applying it did.</param>
/// <param name="Progress">How it stands since: a hook runs, an object becomes healthy.</param>
/// <param name="Message">Why, or what was done.</param>
/// <param name="Images">The images of its containers.</param>
internal sealed record TaskResult(
    ObjectKey Key,
    string Version,
    SyncPhase Phase,
    bool IsHook,
    ResultCode Status,
    OperationPhase Progress,
    string Message,
    IReadOnlyList<string> Images)
{
    public static TaskResult Read(JsonElement json) => new(
        new ObjectKey(json.TextAt("group") ?? "", json.TextAt("kind") ?? "", json.TextAt("namespace") ?? "", json.TextAt("name") ?? ""),
        json.TextAt("version") ?? "",
        Enum.TryParse<SyncPhase>(json.TextAt("syncPhase"), out var phase) ? phase : SyncPhase.Sync,
        json.At("hookType") is not null,
        Enum.TryParse<ResultCode>(json.TextAt("status"), out var status) ? status : ResultCode.Synced,
        Enum.TryParse<OperationPhase>(json.TextAt("hookPhase"), out var progress) ? progress : OperationPhase.Running,
        json.TextAt("message") ?? "",
        [.. json.ItemsAt("images").Select(image => image.ToString())]);

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["group"] = Key.Group, ["hookPhase"] = $"{Progress}" };
        if (IsHook)
            json["hookType"] = $"{Phase}";
        if (Images.Count > 0)
            json["images"] = new JsonArray([.. Images.Select(image => (JsonNode)image)]);
        json["kind"] = Key.Kind;
        json["message"] = Message;
        json["name"] = Key.Name;
        json["namespace"] = Key.Namespace;
        json["status"] = $"{Status}";
        json["syncPhase"] = $"{Phase}";
        json["version"] = Version;
        return json;
    }
}
