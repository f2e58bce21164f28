using System.Text.Json;
using BigBen.Foundation;

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
internal sealed record KindRecord(string Cluster, int Port, bool Monitoring, string? Source, string? Registry)
{
    /// <summary>What every host ends in.</summary>
    public string Domain { get; init; } = PlatformHosts.Domain;

    /// <summary>Reads the record of a state folder; null where there is none.</summary>
    /// <exception cref="PlatformException">It is damaged.</exception>
    public static KindRecord? Read(StateFolder state) => StateFolder.ReadRecord<KindRecord>(
        FileOf(state),
        $"delete the cluster with 'kind delete cluster --name {state.UniqueName}', remove the folder '{state.Path}' and start over");

    /// <summary>Writes it.</summary>
    public void Write(StateFolder state) => AtomicFile.Write(FileOf(state), JsonSerializer.Serialize(this, JsonSerializerOptions.Web));

    /// <summary>Its file.</summary>
    public static string FileOf(StateFolder state) => Path.Combine(state.Path, "kind", "platform.json");
}
