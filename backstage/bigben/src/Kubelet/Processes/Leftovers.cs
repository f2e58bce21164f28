using System.Security.Cryptography;
using System.Text;
using BigBen.Foundation.Processes;
using BigBen.Kubelet.Pods;

namespace BigBen.Kubelet.Processes;

/// <summary>Finds and ends the processes of a predecessor that was killed.</summary>
internal static class Leftovers
{
    /// <summary>The variable that marks every process of a kubelet; its value is <see cref="IdOf"/>.</summary>
    public const string ClusterVariable = "BIGBEN_CLUSTER";

    /// <summary>The variable that marks every process of a pod; its value is the pod's uid.</summary>
    public const string PodVariable = "BIGBEN_POD";

    /// <summary>The variable that marks every process of a container; its value is <see cref="MarkOf"/>.</summary>
    public const string ContainerVariable = "BIGBEN_CONTAINER";

    /// <summary>The variable that marks every process of a command that was started beside a container's program.</summary>
    public const string CommandVariable = "BIGBEN_EXEC";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan KillGrace = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Marks what this process starts from here on as belonging to a folder's platform: a build that outlives a killed platform is ended
    /// with its pods.
    /// </summary>
    public static void MarkChildren(string directory) => Environment.SetEnvironmentVariable(ClusterVariable, IdOf(directory));

    /// <summary>What the kubelets that ever work on a folder have in common, by whatever path they reach it.</summary>
    public static string IdOf(string directory) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(RealPath.Of(directory))))[..32];

    /// <summary>
    /// Ends every process that belongs to the cluster: SIGTERM, after <paramref name="grace"/> SIGKILL. Returns how many there were.
    /// </summary>
    /// <exception cref="PlatformException">One does not even end then.</exception>
    public static async Task<int> EndAsync(
        string pods, string cluster, TimeSpan grace, TimeProvider clock, CancellationToken cancellationToken)
    {
        var left = Find(pods, cluster);
        foreach (var process in left)
            Signals.Send(process, Signals.Terminate);
        if (!await GoneAsync(left, grace, clock, cancellationToken))
        {
            foreach (var process in left)
                Signals.Send(process, Signals.Kill);
            if (!await GoneAsync(left, KillGrace, clock, cancellationToken))
            {
                throw new PlatformException(
                    $"Process {left.First(process => process.IsAlive).Pid} of an earlier run does not end, not even by SIGKILL. "
                    + "End it and start the platform again.");
            }
        }

        // What the ended ones started in the meantime carries the mark as well.
        return left.Count == 0 ? 0 : left.Count + await EndAsync(pods, cluster, grace, clock, cancellationToken);
    }

    /// <summary>What the processes of a container have in common, over all its runs.</summary>
    public static string MarkOf(PodIdentity pod, string container) => $"{pod.Uid}/{container}";

    /// <summary>Kills what a container's program left running when it ended, as the end of a container does.</summary>
    /// <param name="mark">The value of its <see cref="ContainerVariable"/>.</param>
    public static void KillRest(string mark) => Kill(ContainerVariable, mark);

    /// <summary>Kills what a command left running when it ended.</summary>
    /// <param name="mark">The value of its <see cref="CommandVariable"/>.</param>
    public static void KillCommand(string mark) => Kill(CommandVariable, mark);

    private static void Kill(string variable, string value)
    {
        foreach (var process in ProcessIdentity.WithVariable(variable, value))
            Signals.Send(process, Signals.Kill);
    }

    private static HashSet<ProcessIdentity> Find(string pods, string cluster) =>
        [.. ProcessIdentity.WithVariable(ClusterVariable, cluster), .. ProcessRecord.Alive(pods, cluster)];

    // No system tells the end of a process that is not one's own child, so this looks; only while one of a killed predecessor ends.
    private static async Task<bool> GoneAsync(
        HashSet<ProcessIdentity> processes, TimeSpan within, TimeProvider clock, CancellationToken cancellationToken)
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
}
