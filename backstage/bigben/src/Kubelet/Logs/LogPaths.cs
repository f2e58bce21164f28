using System.Text.RegularExpressions;
using BigBen.Kubelet.Pods;

namespace BigBen.Kubelet.Logs;

/// <summary>
/// Where the output of containers lies: <c>NAMESPACE/OWNER/POD_UID/CONTAINER/RUN.log</c>, a file for each run, beside it what was rotated
/// away (<c>.1</c>) and when what was written (<c>.times</c>).
/// </summary>
internal static partial class LogPaths
{
    /// <summary>The folder of a pod's logs, without the folder of all logs.</summary>
    public static string Of(PodIdentity pod) => Path.Combine(pod.Namespace, pod.Owner, $"{pod.Name}_{pod.Uid}");

    /// <summary>
    /// An owner's folder without what names one run of a CronJob: each is a Job of its own, named after the minute since 1970 that it was
    /// due at.
    /// </summary>
    public static string WithoutRun(string owner) => Run().Replace(owner, "");

    /// <summary>The log of a run of a container, in its pod's folder.</summary>
    public static string Of(string podFolder, string container, long run) => Path.Combine(podFolder, container, $"{run}.log");

    /// <summary>What was rotated away of a log.</summary>
    public static string Rotated(string log) => $"{log}.1";

    /// <summary>When what of a log was written.</summary>
    public static string Times(string log) => $"{log}.times";

    /// <summary>Every file of a log.</summary>
    public static IEnumerable<string> Files(string log) => [log, Times(log), Rotated(log), Times(Rotated(log))];

    [GeneratedRegex(@"-[0-9]{8}\z")]
    private static partial Regex Run();
}
