using BigBen.Foundation.Processes;
using BigBen.Kubelet.Pods;

namespace BigBen.Kubelet.Processes;

/// <summary>A container's process written down, for systems that do not show a process' environment.</summary>
/// <param name="Cluster">Whose it is: <see cref="Leftovers.IdOf"/>.</param>
/// <param name="Pid">The process number.</param>
/// <param name="Started">When it was started, see <see cref="ProcessIdentity"/>.</param>
internal sealed record ProcessRecord(string Cluster, int Pid, string Started)
{
    private const string FileName = "process.json";

    /// <summary>Writes the record into the container's folder.</summary>
    public static void Write(string directory, string cluster, ProcessIdentity process) => AtomicFile.Write(
        Path.Combine(directory, FileName), JsonSerializer.Serialize(new ProcessRecord(cluster, process.Pid, process.Started)));

    /// <summary>The processes of a cluster that are written down below a folder and still run.</summary>
    /// <param name="pods">The folder of the pods' folders. What programs keep in it is not looked at.</param>
    /// <param name="cluster">The cluster.</param>
    public static IEnumerable<ProcessIdentity> Alive(string pods, string cluster) => FoldersIn(pods)
        .SelectMany(pod => FoldersIn(Path.Combine(pod, PodContext.Containers)))
        .Select(container => Path.Combine(container, FileName))
        .Where(File.Exists)
        .Select(Read)
        .Where(record => record?.Cluster == cluster)
        .Select(record => new ProcessIdentity(record!.Pid, record.Started))
        .Where(process => process.IsAlive);

    private static string[] FoldersIn(string folder) =>
        Directory.Exists(folder) ? Directory.GetDirectories(folder, "*", new EnumerationOptions { IgnoreInaccessible = true }) : [];

    private static ProcessRecord? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ProcessRecord>(File.ReadAllText(path));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // A broken record names no process; the mark in the environment still finds it.
            return null;
        }
    }
}
