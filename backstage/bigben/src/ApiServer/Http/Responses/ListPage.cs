namespace BigBen.ApiServer.Http.Responses;

/// <summary>A list, or a part of one.</summary>
/// <param name="Items">The objects.</param>
/// <param name="Version">The resource version that they are of.</param>
/// <param name="Continue">Where the list goes on; null at its end.</param>
/// <param name="Remaining">How many come after these; null when nobody counted.</param>
internal sealed record ListPage(IReadOnlyList<JsonElement> Items, long Version, string? Continue, long? Remaining);
