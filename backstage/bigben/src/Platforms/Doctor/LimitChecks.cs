using BigBen.Kubelet.Nodes;

namespace BigBen.Platforms.Doctor;

/// <summary>
/// What the kernel and the memory of this machine allow, against what the pods of all environments need. Where a limit is not told, as on
/// another system than Linux, it is not checked.
/// </summary>
/// <param name="proc">The kernel's files: <c>/proc</c>.</param>
internal sealed class LimitChecks(string proc = "/proc")
{
    private const int MegabytesOfPod = (int)(NodeCapacity.BytesOfPod >> 20);

    // Measured with .NET 10 on Linux: a small service has about 25 threads once it has answered, the platform 300 open files.
    private const int ThreadsOfPod = 25;
    private const int FilesOfPlatform = 512;
    private const int FilesOfPod = 10;

    // What two builds side by side take, the platform included.
    private const int ThreadsOfBuilds = 500;
    private const int MegabytesOfBuilds = 1024;

    // One for the programs of other people; a service that reloads its configuration has two.
    private const int InstancesOfOthers = 16;
    private const int InstancesOfPod = 2;

    /// <summary>Every check that this machine allows.</summary>
    /// <param name="pods">How many pods are wanted.</param>
    public IReadOnlyList<Finding> Run(int pods) =>
    [
        .. Check("open files", OfProcess("Max open files"), FilesOfPlatform + (FilesOfPod * pods), pods, "", "ulimit -n {0}"),
        .. Check("threads", OfProcess("Max processes"), ThreadsOfBuilds + (ThreadsOfPod * pods), pods, "", "ulimit -u {0}"),
        .. Check(
            "inotify",
            Number("sys/fs/inotify/max_user_instances"),
            InstancesOfOthers + (InstancesOfPod * pods),
            pods,
            " instances",
            "sudo sysctl fs.inotify.max_user_instances={0}"),
        .. Check(
            "memory",
            Available(),
            MegabytesOfBuilds + (MegabytesOfPod * pods),
            pods,
            " MiB",
            "End other programs, or lower replicas in app/*/deploy-config: {0} MiB are needed."),
    ];

    private static Finding[] Check(string check, long? allowed, int needed, int pods, string unit, string remedy)
    {
        if (allowed is not { } there)
            return [];
        var found = FormattableString.Invariant($"{there}{unit}, and {pods} pods need about {needed}");
        return [there >= needed
            ? Finding.Good(check, found)
            : new Finding(check, Severity.Warning, found, string.Format(CultureInfo.InvariantCulture, remedy, needed))];
    }

    // "Max open files            1024                 4096                 files": soft, hard. None where it is unlimited.
    private long? OfProcess(string name) => Lines("self/limits")
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => Parse(line[name.Length..].TrimStart().Split(' ')[0]))
        .FirstOrDefault();

    private long? Number(string file) => Lines(file).Select(Parse).FirstOrDefault();

    // "MemAvailable:   12345 kB".
    private long? Available() => Lines("meminfo")
        .Where(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal))
        .Select(line => Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024)
        .FirstOrDefault();

    private string[] Lines(string file)
    {
        var path = Path.Combine(proc, file);
        return File.Exists(path) ? File.ReadAllLines(path) : [];
    }

    private static long? Parse(string text) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
