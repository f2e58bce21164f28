using System.Diagnostics;

namespace BigBen.Kubelet.Usage;

/// <summary>Every process of the machine at one moment, by way of Linux' <c>/proc</c>.</summary>
internal sealed class ProcessTable
{
    // sysconf(_SC_CLK_TCK): 100 on every architecture that .NET runs on.
    private const int TicksPerSecond = 100;

    private readonly Dictionary<int, ProcessUsage> _usage = [];
    private readonly ILookup<int, int> _children;

    private ProcessTable(IEnumerable<(int Pid, int Parent, ProcessUsage Usage)> processes)
    {
        var all = processes.ToList();
        foreach (var (pid, _, usage) in all)
            _usage[pid] = usage;
        _children = all.ToLookup(process => process.Parent, process => process.Pid);
    }

    /// <summary>Reads the table. Elsewhere than on Linux it has those processes alone that are asked for, without their children.</summary>
    /// <param name="pids">The processes that matter.</param>
    public static ProcessTable Read(IEnumerable<int> pids) => new(OperatingSystem.IsLinux() ? Proc() : pids.Select(Of));

    /// <summary>What a process and those that it started have used; nothing where it is gone.</summary>
    public ProcessUsage Of(int pid, int depth = 0) => _usage.TryGetValue(pid, out var own)
        ? _children[pid].Where(child => child != pid && depth < 64).Aggregate(own, (sum, child) => sum + Of(child, depth + 1))
        : default;

    private static IEnumerable<(int Pid, int Parent, ProcessUsage Usage)> Proc()
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            var name = Path.GetFileName(directory);
            if (int.TryParse(name, CultureInfo.InvariantCulture, out var pid) && Stat(directory) is var (parent, usage))
                yield return (pid, parent, usage);
        }
    }

    // proc(5): "pid (comm) state ppid …", comm may hold blanks and brackets; fields 4, 14, 15 and 24 are parent, user, system and pages.
    private static (int Parent, ProcessUsage Usage)? Stat(string directory)
    {
        try
        {
            var stat = File.ReadAllText($"{directory}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var processor = TimeSpan.FromSeconds((double)(Number(fields[11]) + Number(fields[12])) / TicksPerSecond);
            return ((int)Number(fields[1]), new ProcessUsage(processor, Number(fields[21]) * Environment.SystemPageSize));
        }
        catch (IOException)
        {
            // It has ended in this moment.
            return null;
        }
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);

    private static (int Pid, int Parent, ProcessUsage Usage) Of(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return (pid, 0, new ProcessUsage(process.TotalProcessorTime, process.WorkingSet64));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has ended in this moment.
            return (pid, 0, default);
        }
    }
}
