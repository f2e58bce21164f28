using System.Text.Json;

namespace BigBen.Kubernetes.Applications;

/// <summary>How the last sync went: Argo CD's <c>status.operationState</c>.</summary>
/// <param name="Phase">Argo CD's word, such as <c>Succeeded</c>, <c>Running</c>, <c>Failed</c>, <c>Error</c>.</param>
/// <param name="Message">What it did, or why it failed.</param>
/// <param name="Revision">The commit that it applied.</param>
/// <param name="FinishedAt">When it ended, UTC; null while it runs.</param>
internal sealed record OperationState(string Phase, string Message, string Revision, DateTimeOffset? FinishedAt)
{
    /// <summary>Reads <c>status.operationState</c>; null before the first sync.</summary>
    public static OperationState? Read(JsonElement? state) => state is { } value
        ? new OperationState(value.TextAt("phase"), value.TextAt("message"), value.TextAt("syncResult", "revision"), value.TimeAt("finishedAt"))
        : null;
}
