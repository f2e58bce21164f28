using System.Runtime.InteropServices;

namespace BigBen.Foundation.Processes;

/// <summary>POSIX signals, which <see cref="System.Diagnostics.Process"/> cannot send.</summary>
internal static class Signals
{
    public const int HangUp = 1;
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>Sends a signal; a process that is gone already is not an error.</summary>
    public static void Send(ProcessIdentity process, int signal)
    {
        if (process.IsAlive)
            _ = NativeKill(process.Pid, signal);
    }

    /// <summary>
    /// Has this process, and what it starts from here on, heed a terminal's Ctrl-C and Ctrl-\ again: a script that starts something in the
    /// background has it ignore both (POSIX, Shell Command Language, "Asynchronous Lists"), and no shell could undo that. On Linux alone:
    /// elsewhere there is no telling whether a signal is ignored.
    /// </summary>
    public static void HeedKeys()
    {
        if (!OperatingSystem.IsLinux())
            return;
        foreach (var signal in IgnoredOf("self").Intersect([Interrupt, Quit]))
            _ = NativeSignal(signal, 0);
    }

    /// <summary>The signals that a process ignores, on Linux.</summary>
    /// <param name="process">Its number, or <c>self</c>.</param>
    public static IEnumerable<int> IgnoredOf(string process)
    {
        const string Field = "SigIgn:";
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(Field, StringComparison.Ordinal));
        var mask = ulong.Parse(line[Field.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return Enumerable.Range(1, 64).Where(signal => (mask & (1UL << (signal - 1))) != 0);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int NativeKill(int pid, int signal);

    // Without a handler it is the default, which ends the process.
    [DllImport("libc", EntryPoint = "signal", SetLastError = true)]
    private static extern nint NativeSignal(int signal, nint handler);
}
