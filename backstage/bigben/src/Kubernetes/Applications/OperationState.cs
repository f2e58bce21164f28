using System.Text.Json;

namespace BigBen.Kubernetes.Applications;

/// <summary>How the last sync went: Argo CD's <c>status.operationState</c>.</summary>
/// <param name="Phase">Argo CD's word, such as <c>Succeeded</c>, <c>Running</c>, <c>Failed</c>, <c>Error</c>.</param>
/// <param name="Message">What it did, or why it failed.</param>
/// <param name="Revision">The commit that it applied.</param>
/// <param name="FinishedAt">When its last attempt ended, UTC; null while that runs.</param>
internal sealed record OperationState(string Phase, string Message, string Revision, DateTimeOffset? FinishedAt)
{
    /// <summary>
    /// Whether an attempt failed and the next one is waited for: Argo CD then calls it running, with a time at which it finished.
    /// </summary>
    public bool IsRetrying => Phase == "Running" && FinishedAt is not null;

    /// <summary>Reads <c>status.operationState</c>; null before the first sync.</summary>
    public static OperationState? Read(JsonElement? state) => state is { } value
        ? new OperationState(value.TextAt("phase"), MessageOf(value), value.TextAt("syncResult", "revision"), value.TimeAt("finishedAt"))
        : null;

    // What is wrong with an object says more than that something is.
    private static string MessageOf(JsonElement state) =>
        state.ItemsAt("syncResult", "resources").FirstOrDefault(resource => resource.TextAt("status") == "SyncFailed")
            is { ValueKind: JsonValueKind.Object } failed
            ? $"{failed.TextAt("kind")} {failed.TextAt("name")}: {failed.TextAt("message")}"
            : state.TextAt("message");
}
