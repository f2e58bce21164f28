using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BigBen.Foundation;

namespace BigBen.Runtime;

/// <summary>Finds and ends the pods of a predecessor that was killed.</summary>
internal static class Leftovers
{
    /// <summary>The variable that marks every process of a cluster; its value is <see cref="IdOf"/>.</summary>
    public const string ClusterVariable = "BIGBEN_CLUSTER";

    /// <summary>The variable that marks every process of a pod; its value is the pod's uid.</summary>
    public const string PodVariable = "BIGBEN_POD";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>What the clusters that ever work on a folder have in common, by whatever path they reach it.</summary>
    public static string IdOf(string directory) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(RealPath(directory))))[..32];

    /// <summary>Writes down a pod's process, for systems that do not show its environment.</summary>
    public static void Record(string podDirectory, string cluster, ProcessIdentity process) =>
        AtomicFile.Write(Path.Combine(podDirectory, "process.json"), JsonSerializer.Serialize(new PodRecord(cluster, process.Pid, process.Started)));

    /// <summary>Ends every process that belongs to the cluster: SIGTERM, after <paramref name="grace"/> SIGKILL. Returns how many there were.</summary>
    /// <exception cref="PlatformException">One does not even end then.</exception>
    public static async Task<int> EndAsync(string pods, string cluster, TimeSpan grace, TimeProvider clock, CancellationToken cancellationToken)
    {
        var left = Find(pods, cluster);
        foreach (var process in left)
            Signals.Send(process, Signals.Terminate);
        if (!await GoneAsync(left, grace, clock, cancellationToken))
        {
            foreach (var process in left)
                Signals.Send(process, Signals.Kill);
            if (!await GoneAsync(left, TimeSpan.FromSeconds(5), clock, cancellationToken))
            {
                throw new PlatformException(
                    $"Process {left.First(process => process.IsAlive).Pid} of an earlier run does not end, not even by SIGKILL. End it and start the platform again.");
            }
        }

        // What the ended ones started in the meantime carries the mark as well.
        return left.Count == 0 ? 0 : left.Count + await EndAsync(pods, cluster, grace, clock, cancellationToken);
    }

    /// <summary>Kills what a pod's program left running when it ended, as the end of a container does.</summary>
    public static void KillRest(string pod)
    {
        foreach (var process in ProcessIdentity.WithVariable(PodVariable, pod))
            Signals.Send(process, Signals.Kill);
    }

    private static List<ProcessIdentity> Find(string pods, string cluster)
    {
        var found = new HashSet<ProcessIdentity>(ProcessIdentity.WithVariable(ClusterVariable, cluster));
        if (Directory.Exists(pods))
        {
            foreach (var path in Directory.EnumerateFiles(pods, "process.json", SearchOption.AllDirectories))
            {
                if (Read(path) is { } record && record.Cluster == cluster && new ProcessIdentity(record.Pid, record.Started) is { IsAlive: true } process)
                    found.Add(process);
            }
        }

        return [.. found];
    }

    private static async Task<bool> GoneAsync(List<ProcessIdentity> processes, TimeSpan within, TimeProvider clock, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (processes.Any(process => process.IsAlive))
        {
            if (clock.GetElapsedTime(start) > within)
                return false;
            await Task.Delay(Look, clock, cancellationToken);
        }

        return true;
    }

    private static PodRecord? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<PodRecord>(File.ReadAllText(path));
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            // A broken record names no process; the mark in the environment still finds it.
            return null;
        }
    }

    private static string RealPath(string path)
    {
        var real = NativeRealPath(path, 0);
        if (real == 0)
            return Path.GetFullPath(path);
        try
        {
            return Marshal.PtrToStringUTF8(real)!;
        }
        finally
        {
            NativeFree(real);
        }
    }

    [DllImport("libc", EntryPoint = "realpath", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint NativeRealPath([MarshalAs(UnmanagedType.LPUTF8Str)] string path, nint buffer);

    [DllImport("libc", EntryPoint = "free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void NativeFree(nint memory);

    private sealed record PodRecord(string Cluster, int Pid, string Started);
}
