using BigBen.Foundation.Processes;

namespace BigBen.Platforms.Kind;

/// <summary>
/// What a state folder's kind platform was asked to be. Written before anything is made, so that whatever a killed run left is known to
/// be ours; removed with the state folder.
/// </summary>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Port">The port of this machine that every host is served on.</param>
/// <param name="Monitoring">Whether the monitoring is part of it.</param>
/// <param name="Source">The hosted repository that it follows; null for the forge of this machine.</param>
/// <param name="Registry">The hosted repository's registry; null for the local one.</param>
internal sealed record KindRecord(string Cluster, int Port, bool Monitoring, string? Source = null, string? Registry = null)
{
    /// <summary>What every host ends in.</summary>
    public string Domain { get; init; } = PlatformHosts.Domain;

    /// <summary>The state folder that it was written into, without links; null where a version before this one wrote it.</summary>
    public string? Folder { get; init; }

    /// <summary>Reads the record of a state folder; null where there is none.</summary>
    /// <exception cref="PlatformException">It is damaged.</exception>
    public static KindRecord? Read(StateFolder state) => StateFolder.ReadRecord<KindRecord>(
        FileOf(state),
        $"delete the cluster with 'kind delete cluster --name {state.UniqueName}', remove the folder '{state.Path}' and start over");

    /// <summary>As <see cref="Read"/>; null also where it came with a copy of another state folder, which has the cluster.</summary>
    /// <exception cref="PlatformException">It is damaged.</exception>
    public static KindRecord? ReadOwn(StateFolder state) =>
        Read(state) is { } record && record.OriginalOf(state) is null ? record : null;

    /// <summary>
    /// The state folder whose cluster this is, where <paramref name="state"/> is a copy of it; null where it is its own, or was moved.
    /// </summary>
    /// <exception cref="PlatformException">The original's record is damaged.</exception>
    public string? OriginalOf(StateFolder state) =>
        state.IsOther(Folder) && Read(new StateFolder(Folder))?.Cluster == Cluster ? Folder : null;

    /// <summary>Writes it.</summary>
    public void Write(StateFolder state) => AtomicFile.Write(
        FileOf(state), JsonSerializer.Serialize(this with { Folder = RealPath.Of(state.Path) }, JsonSerializerOptions.Web));

    /// <summary>Its file.</summary>
    public static string FileOf(StateFolder state) => Path.Combine(state.Path, "kind", "platform.json");
}
