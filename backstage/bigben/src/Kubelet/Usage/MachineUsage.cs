namespace BigBen.Kubelet.Usage;

/// <summary>What everything on the machine uses together.</summary>
internal static class MachineUsage
{
    /// <summary>The usage of the machine; null elsewhere than on Linux, where only that of processes can be known.</summary>
    public static ProcessUsage? Read() => OperatingSystem.IsLinux() ? new ProcessUsage(Processor(), Memory()) : null;

    // proc(5): "cpu user nice system idle iowait irq softirq steal …", in hundredths of a second.
    private static TimeSpan Processor()
    {
        var line = File.ReadLines("/proc/stat").First();
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(Number).ToList();
        return TimeSpan.FromMilliseconds(10 * (fields.Sum() - fields[3] - fields[4]));
    }

    private static long Memory()
    {
        var lines = File.ReadLines("/proc/meminfo")
            .Select(line => line.Split([':', ' '], StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(fields => fields[0], fields => 1024 * Number(fields[1]));
        return lines["MemTotal"] - lines["MemAvailable"];
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
