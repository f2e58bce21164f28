using System.Text.Json.Serialization;
using BigBen.Foundation.Processes;

namespace BigBen.Foundation;

/// <summary>How to reach a running platform.</summary>
/// <param name="ProcessId">Its process.</param>
/// <param name="Port">The port that all of its hosts are served on.</param>
/// <param name="Token">What a caller of a state-changing API shows.</param>
/// <param name="Build">Which build of <c>bigben</c> it is; another build replaces it.</param>
/// <param name="Started">When it came up, UTC.</param>
public sealed record PlatformRecord(int ProcessId, int Port, string Token, string Build, DateTimeOffset Started)
{
    /// <summary>
    /// The port that its API answers on where that is another one: a cluster's hosts are served by its ingress controller.
    /// </summary>
    public int? ApiPort { get; init; }

    /// <summary>What its console's host ends in; on the local platform and on kind, every host.</summary>
    public string Domain { get; init; } = PlatformHosts.Domain;

    /// <summary>The state folder that it was written into, without links; null where a version before this one wrote it.</summary>
    public string? Folder { get; init; }

    /// <summary>
    /// <see cref="ToolEnvironment.FeedHash()"/> of its process, which keeps the variables that it was started with; null where a version
    /// before this one wrote it.
    /// </summary>
    public string? Feeds { get; init; }

    /// <summary>The port that its console and API answer on.</summary>
    [JsonIgnore]
    public int ConsolePort => ApiPort ?? Port;

    /// <summary>The host that its console and API answer to.</summary>
    [JsonIgnore]
    public string ConsoleHost => $"console.{Domain}";

    /// <summary>Host and port of the console, as a browser writes them.</summary>
    [JsonIgnore]
    public string ConsoleAuthority => PlatformHosts.AtPort(ConsoleHost, ConsolePort);

    /// <summary>The build of the running program: the name of the folder that it was published into.</summary>
    public static string ThisBuild { get; } = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    /// <summary>Reads the record; null where there is none, or where it came with a copy of another state folder.</summary>
    /// <exception cref="PlatformException">The file is there but no record.</exception>
    public static PlatformRecord? Read(StateFolder state)
    {
        var record = StateFolder.ReadRecord<PlatformRecord>(
            state.PlatformRecord, "run ./bootstrap/big-ben.sh stop, delete it and run ./bootstrap/big-ben.sh");
        return state.IsOther(record?.Folder) ? null : record;
    }

    /// <summary>Writes the record, readable by its owner only.</summary>
    /// <exception cref="PlatformException">The state folder cannot be written.</exception>
    public void Write(StateFolder state) =>
        AtomicFile.Write(
            state.PlatformRecord,
            JsonSerializer.Serialize(this with { Folder = RealPath.Of(state.Path) }, JsonSerializerOptions.Web),
            UnixFileMode.UserRead | UnixFileMode.UserWrite);

    /// <summary>Deletes the record, unless it is another process's by now.</summary>
    /// <exception cref="PlatformException">The file is there but no record.</exception>
    public void Delete(StateFolder state)
    {
        if (Read(state)?.ProcessId == ProcessId)
            File.Delete(state.PlatformRecord);
    }
}
