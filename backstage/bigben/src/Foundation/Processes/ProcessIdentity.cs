using System.Diagnostics;
using System.Text;

namespace BigBen.Foundation.Processes;

/// <summary>One process for good: its number may be given to another one day, its number and start time together never are.</summary>
/// <param name="Pid">The process number.</param>
/// <param name="Started">When it was started, in the system's own terms; only good for comparing.</param>
internal sealed record ProcessIdentity(int Pid, string Started)
{
    // Ticks since boot mean nothing after a reboot, so the boot belongs to them.
    private static readonly string Boot = OperatingSystem.IsLinux() ? ReadText("/proc/sys/kernel/random/boot_id").Trim() : "";

    private const uint KernelThread = 0x00200000;

    private static readonly TimeSpan LongestProgramStart = TimeSpan.FromSeconds(10);

    // Bytes; most environments are smaller.
    private const int UsualEnvironment = 64 * 1024;

    /// <summary>Whether it still runs; a zombie does not.</summary>
    public bool IsAlive => Of(Pid) == this;

    /// <summary>The process that has this number now, or null.</summary>
    public static ProcessIdentity? Of(int pid)
    {
        if (OperatingSystem.IsLinux())
        {
            // Field 22 is the start time.
            var fields = StatOf($"/proc/{pid}");
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
        return Others(directory => ReadEnvironment(directory).Split('\0').Contains(wanted));
    }

    /// <summary>Every other process that was started with an argument. Linux only, as <see cref="WithVariable"/>.</summary>
    public static IReadOnlyList<ProcessIdentity> WithArgument(string argument) =>
        OperatingSystem.IsLinux() ? Others(directory => CommandLineOf(directory).Contains(argument)) : [];

    /// <summary>Whether it was started with an argument; false where it has ended, and outside of Linux.</summary>
    public bool HasArgument(string argument) => CommandLine.Contains(argument);

    /// <summary>The words that it was started by; none where it has ended, and outside of Linux.</summary>
    public IReadOnlyList<string> CommandLine =>
        // Read before it is known to be alive: else they might be those of another that got its number.
        OperatingSystem.IsLinux() && CommandLineOf($"/proc/{Pid}") is var words && IsAlive ? words : [];

    private static string[] CommandLineOf(string process) => TryReadAtOnce($"{process}/cmdline", out var line) ? line.Split('\0') : [];

    private static List<ProcessIdentity> Others(Func<string, bool> isWanted)
    {
        var found = new List<ProcessIdentity>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), out var pid)
                && pid != Environment.ProcessId
                && isWanted(directory)
                && Of(pid) is { } process)
            {
                found.Add(process);
            }
        }

        return found;
    }

    // Between the start of a program (execve) and the system's having laid out its stack the environment of a process reads as empty.
    private static string ReadEnvironment(string process)
    {
        var environment = "";
        SpinWait.SpinUntil(
            () => !TryReadAtOnce($"{process}/environ", out environment) || environment.Length > 0 || HasNoEnvironment(process),
            LongestProgramStart);
        return environment;
    }

    // proc(5): fields 50 and 51 of stat are where the environment begins and ends. While a program starts both are 0, then for a moment
    // both its beginning; fields 26, where its code begins, and 28, the bottom of its stack, are 0 until they are right: load_elf_binary
    // fills them in last, and which of the two before depends on the kernel. A kernel thread, which never has an environment, is told by
    // PF_KTHREAD in field 9.
    private static bool HasNoEnvironment(string process)
    {
        var fields = StatOf(process);
        return fields.Length < 49
            || fields[0] is "Z" or "X"
            || (fields[47] == fields[48] && fields[48] != "0" && fields[23] != "0" && fields[25] != "0")
            || (uint.Parse(fields[6], CultureInfo.InvariantCulture) & KernelThread) != 0;
    }

    // proc(5): "pid (comm) state ppid …", comm may hold blanks and brackets; the first of these is field 3, the state.
    private static string[] StatOf(string process)
    {
        var stat = ReadText($"{process}/stat");
        return stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    // By one call of the system: of what is read in parts the end is missing where another program starts meanwhile.
    private static bool TryReadAtOnce(string path, out string text)
    {
        text = "";
        try
        {
            for (var size = UsualEnvironment; ; size *= 2)
            {
                using var file = File.OpenHandle(path);
                var bytes = new byte[size];
                var read = RandomAccess.Read(file, bytes, fileOffset: 0);
                if (read == size)
                    continue;
                text = Encoding.UTF8.GetString(bytes, 0, read);
                return true;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string ReadText(string path) => TryReadText(path, out var text) ? text : "";

    // A process may end, and belongs to somebody else more often than not: both mean that there is nothing to read.
    private static bool TryReadText(string path, out string text)
    {
        try
        {
            text = File.ReadAllText(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            text = "";
            return false;
        }
    }
}
