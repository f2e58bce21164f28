namespace BigBen.ApiServer.Storage;

/// <summary>A resource version that the store does not have: no longer, or not yet.</summary>
/// <param name="version">The version asked for.</param>
/// <param name="oldest">The oldest one that is kept.</param>
/// <param name="newest">The newest one there is.</param>
internal sealed class VersionOutOfRangeException(long version, long oldest, long newest)
    : Exception($"resource version {version} is not within {oldest} and {newest}")
{
    /// <summary>The version asked for.</summary>
    public long Version { get; } = version;

    /// <summary>The oldest version that is kept.</summary>
    public long Oldest { get; } = oldest;

    /// <summary>The newest version there is.</summary>
    public long Newest { get; } = newest;

    /// <summary>Whether the version is no longer kept; otherwise it is still to come.</summary>
    public bool Expired => Version < Oldest;
}
