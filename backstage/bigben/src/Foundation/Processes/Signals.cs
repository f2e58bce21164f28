using System.Runtime.InteropServices;

namespace BigBen.Foundation.Processes;

/// <summary>POSIX signals, which <see cref="System.Diagnostics.Process"/> cannot send.</summary>
internal static class Signals
{
    public const int HangUp = 1;
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>Sends a signal; a process that is gone already is no error.</summary>
    public static void Send(ProcessIdentity process, int signal)
    {
        if (process.IsAlive)
            _ = NativeKill(process.Pid, signal);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int NativeKill(int pid, int signal);
}
