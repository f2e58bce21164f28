using System.Runtime.InteropServices;

namespace BigBen.Foundation.Processes;

/// <summary>A path without links, by which two names of the same folder are the same.</summary>
internal static class RealPath
{
    /// <summary>The path behind every link of <paramref name="path"/>; the absolute path where there is nothing yet.</summary>
    public static string Of(string path)
    {
        var real = NativeRealPath(path, 0);
        if (real == 0)
            return Path.GetFullPath(path);
        try
        {
            return Marshal.PtrToStringUTF8(real)!;
        }
        finally
        {
            NativeFree(real);
        }
    }

    [DllImport("libc", EntryPoint = "realpath", SetLastError = true)]
    private static extern nint NativeRealPath([MarshalAs(UnmanagedType.LPUTF8Str)] string path, nint buffer);

    [DllImport("libc", EntryPoint = "free")]
    private static extern void NativeFree(nint memory);
}
