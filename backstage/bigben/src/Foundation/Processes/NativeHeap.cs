using System.Runtime.InteropServices;

namespace BigBen.Foundation.Processes;

/// <summary>What the C library has allocated in this process: for the just-in-time compiler, OpenSSL and SQLite.</summary>
internal static partial class NativeHeap
{
    /// <summary>
    /// Gives the system back what is free in it. glibc keeps what a thread has freed for more of the same thread; other C libraries lack
    /// the function, and nothing happens there.
    /// </summary>
    public static void Trim()
    {
        if (NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "malloc_trim", out _))
            _ = MallocTrim(0);
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint pad);
}
