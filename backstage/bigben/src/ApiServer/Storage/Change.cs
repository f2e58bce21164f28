namespace BigBen.ApiServer.Storage;

/// <summary>
/// What one write did: neither is null for an update, <paramref name="Before"/> for a creation, <paramref name="After"/> never.
/// </summary>
/// <param name="Before">The object before it; null when it was created.</param>
/// <param name="After">The object after it; the last one, with the version of its removal, when it was removed.</param>
/// <param name="Removed">Whether the object is gone.</param>
internal sealed record Change(StoredObject? Before, StoredObject After, bool Removed);
