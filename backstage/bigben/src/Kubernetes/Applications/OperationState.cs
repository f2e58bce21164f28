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

    /// <summary>What it syncs to; null where the Application's own source is meant.</summary>
    public ApplicationSource? Source { get; private init; }

    /// <summary>The objects that it waits for: hooks that run, and what is not healthy yet.</summary>
    public IReadOnlyList<ObjectReference> Awaited { get; private init; } = [];

    /// <summary>The Jobs among its hooks that failed.</summary>
    public IReadOnlyList<ObjectReference> FailedJobs { get; private init; } = [];

    /// <summary>Reads <c>status.operationState</c>; null before the first sync.</summary>
    public static OperationState? Read(JsonElement? state)
    {
        if (state is not { } value)
            return null;
        var results = value.ItemsAt("syncResult", "resources").ToList();
        return new OperationState(
            value.TextAt("phase"), MessageOf(value, results), value.TextAt("syncResult", "revision"), value.TimeAt("finishedAt"))
        {
            Source = value.At("operation", "sync", "source") is { } source ? ApplicationSource.Read(source) : null,
            Awaited = [.. results.Where(result => result.TextAt("hookPhase") == "Running").Select(ReferenceOf)],
            FailedJobs =
            [
                .. results.Where(IsFailedHook).Select(ReferenceOf)
                    .Where(reference => (reference.Group, reference.Kind) == (ResourceKind.Jobs.Group, ResourceKind.Jobs.Kind)),
            ],
        };
    }

    // What is wrong with an object says more than that something is.
    private static string MessageOf(JsonElement state, List<JsonElement> results) =>
        results.FirstOrDefault(result => result.TextAt("status") == "SyncFailed" || IsFailedHook(result))
            is { ValueKind: JsonValueKind.Object } failed
            ? $"{failed.TextAt("kind")} {failed.TextAt("name")}: {failed.TextAt("message")}"
            : state.TextAt("message");

    private static bool IsFailedHook(JsonElement result) =>
        result.TextAt("hookType").Length > 0 && result.TextAt("hookPhase") is ("Failed" or "Error");

    private static ObjectReference ReferenceOf(JsonElement result) =>
        new(result.TextAt("group"), result.TextAt("kind"), result.TextAt("namespace"), result.TextAt("name"));
}
