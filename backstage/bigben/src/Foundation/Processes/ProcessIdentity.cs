using System.Diagnostics;
using System.Globalization;

namespace BigBen.Foundation.Processes;

/// <summary>One process for good: its number may be given to another one day, its number and start time together never are.</summary>
/// <param name="Pid">The process number.</param>
/// <param name="Started">When it was started, in the system's own terms; only good for comparing.</param>
internal sealed record ProcessIdentity(int Pid, string Started)
{
    // Ticks since boot mean nothing after a reboot, so the boot belongs to them.
    private static readonly string Boot = OperatingSystem.IsLinux() ? ReadText("/proc/sys/kernel/random/boot_id").Trim() : "";

    /// <summary>Whether it still runs; a zombie does not.</summary>
    public bool IsAlive => Of(Pid) == this;

    /// <summary>The process that has this number now, or null.</summary>
    public static ProcessIdentity? Of(int pid)
    {
        if (OperatingSystem.IsLinux())
        {
            // proc(5): "pid (comm) state ppid …", comm may hold blanks and brackets; field 3 is the state, field 22 the start time.
            var stat = ReadText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields.Length < 20 || fields[0] is "Z" or "X" ? null : new ProcessIdentity(pid, $"{Boot}/{fields[19]}");
        }

        try
        {
            using var process = Process.GetProcessById(pid);
            return new ProcessIdentity(pid, process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>
    /// Every other process of this user whose environment had the variable at its start. Linux only: elsewhere a process' environment is
    /// not for others to see, and the answer is empty.
    /// </summary>
    public static IReadOnlyList<ProcessIdentity> WithVariable(string name, string value)
    {
        if (!OperatingSystem.IsLinux())
            return [];
        var wanted = $"{name}={value}";
        var found = new List<ProcessIdentity>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), out var pid)
                && pid != Environment.ProcessId
                && ReadText($"{directory}/environ").Split('\0').Contains(wanted)
                && Of(pid) is { } process)
            {
                found.Add(process);
            }
        }

        return found;
    }

    // A process may end, and belongs to somebody else more often than not: both mean that there is nothing to read.
    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
