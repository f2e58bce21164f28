namespace BigBen.ApiServer.Registry;

/// <summary>What a deletion did.</summary>
/// <param name="Value">The object: as it last was, or as it now is, with its <c>deletionTimestamp</c>.</param>
/// <param name="Gone">Whether it is gone; otherwise it waits for its grace period or for its finalizers.</param>
internal sealed record Deletion(JsonElement Value, bool Gone);
