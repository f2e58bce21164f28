using System.Runtime.InteropServices;

namespace BigBen.Tests.Foundation.Processes;

/// <summary>A test for a machine whose C library is glibc; skipped with the reason elsewhere.</summary>
public sealed class GlibcFactAttribute : FactAttribute
{
    public GlibcFactAttribute()
    {
        if (!NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "gnu_get_libc_version", out _))
            Skip = "The C library is not glibc.";
    }
}
