using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BigBen.Git.Receiving;

/// <summary>
/// Whoever git's receiving side answers. Where a <c>git push</c> is killed (SIGKILL), that side stays at work: it notices only when it has
/// something to say, and does not tell its hook even then.
/// </summary>
internal static class Pusher
{
    // open(2) on Linux, for every processor that .NET runs on.
    private const int WriteOnly = 1;
    private const int NonBlocking = 2048;

    // POLLERR, which of the end of a pipe for writing says that nobody has the other end (pipe(7), poll(2)).
    private const short NoReader = 8;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Cancels a push once nobody is there any more who made it.</summary>
    /// <param name="push">The push, handled in a process that git started.</param>
    /// <param name="clock">Says when to look.</param>
    /// <returns>Ends the watch.</returns>
    public static ITimer Watch(CancellationTokenSource push, TimeProvider clock)
    {
        var git = NativeParent();
        return clock.CreateTimer(
            _ =>
            {
                if (IsGone(git))
                    push.Cancel();
            },
            null,
            Look,
            Look);
    }

    /// <summary>
    /// Whether nobody reads what a process writes. False outside of Linux, and where it writes to anything but a pipe: an SSH server ends
    /// git itself, with its connection.
    /// </summary>
    /// <param name="git">The process.</param>
    public static bool IsGone(int git)
    {
        var output = $"/proc/{git}/fd/1";
        if (!OperatingSystem.IsLinux() || LinkOf(output)?.StartsWith("pipe:", StringComparison.Ordinal) != true)
            return false;
        using var opened = NativeOpen(output, WriteOnly | NonBlocking);
        if (opened.IsInvalid)
            return false;
        var asked = new Polled { Descriptor = (int)opened.DangerousGetHandle() };
        return NativePoll(ref asked, 1, 0) == 1 && (asked.Answer & NoReader) != 0;
    }

    private static string? LinkOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "getppid")]
    private static extern int NativeParent();

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern SafeFileHandle NativeOpen([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static extern int NativePoll(ref Polled asked, nuint count, int milliseconds);

    // struct pollfd; errors are answered without being asked for.
    [StructLayout(LayoutKind.Sequential)]
    private struct Polled
    {
        public int Descriptor;
        public short Asked;
        public short Answer;
    }
}
