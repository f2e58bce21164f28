using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using BigBen.ApiServer.Streaming;
using Microsoft.Win32.SafeHandles;

namespace BigBen.Kubelet.Commands;

/// <summary>A terminal of Linux without a screen: what is written here is typed there, what is printed there is read here.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    // O_RDWR, O_NOCTTY, O_CLOEXEC: not our own terminal, and none of the programs that others start meanwhile.
    private const int Flags = 0x2 | 0x100 | 0x80000;

    private const nuint SetWindowSize = 0x5414;

    private readonly SafeFileHandle _handle;
    private readonly FileStream _stream;

    private PseudoTerminal(SafeFileHandle handle, string path)
    {
        _handle = handle;
        Path = path;
        _stream = new FileStream(handle, FileAccess.ReadWrite, bufferSize: 0);
    }

    /// <summary>The file that the program has as its terminal.</summary>
    public string Path { get; }

    /// <summary>What is typed.</summary>
    public Stream Keyboard => _stream;

    /// <summary>Opens a terminal.</summary>
    /// <exception cref="PlatformException">The machine has none to give.</exception>
    [SupportedOSPlatform("linux")]
    public static PseudoTerminal Open()
    {
        var handle = OpenNative(Flags);
        var name = new byte[128];
        if (handle.IsInvalid || Grant(handle) != 0 || Unlock(handle) != 0 || Name(handle, name, (nuint)name.Length) != 0)
        {
            handle.Dispose();
            throw new PlatformException($"no terminal can be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        return new PseudoTerminal(handle, Encoding.ASCII.GetString(name.AsSpan(0, name.IndexOf((byte)0))));
    }

    /// <summary>Makes it larger or smaller; the program in front is told.</summary>
    public void Resize(TerminalSize size) =>
        _ = Control(_handle, SetWindowSize, new WindowSize(size.Height, size.Width, Width: 0, Height: 0));

    /// <summary>Copies what is printed, until no program has the terminal any more.</summary>
    public async Task CopyToAsync(Stream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[32 * 1024];
        while (await ReadAsync(buffer, cancellationToken) is > 0 and var read)
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
    }

    public void Dispose() => _stream.Dispose();

    private async Task<int> ReadAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _stream.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException)
        {
            // EIO, which is how the end of a terminal is told.
            return 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial SafeFileHandle OpenNative(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int Grant(SafeFileHandle terminal);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int Unlock(SafeFileHandle terminal);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int Name(SafeFileHandle terminal, [Out] byte[] name, nuint length);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle terminal, nuint request, in WindowSize size);

    /// <summary>The kernel's <c>struct winsize</c>; pixels are of no interest.</summary>
    private readonly record struct WindowSize(ushort Rows, ushort Columns, ushort Width, ushort Height);
}
