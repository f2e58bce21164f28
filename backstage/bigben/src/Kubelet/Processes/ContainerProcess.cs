using System.ComponentModel;
using System.Diagnostics;
using BigBen.Foundation;
using BigBen.Foundation.Processes;

namespace BigBen.Kubelet.Processes;

/// <summary>
/// A process in a container. The container's program writes straight to a file, so that it outlives us unharmed; a command beside it reads
/// from us and writes to us, or has a terminal.
/// </summary>
internal sealed class ContainerProcess : IDisposable
{
    /// <summary>What gives a process a terminal of its own (util-linux).</summary>
    public const string TerminalProgram = "setsid";

    // exec keeps the process number, so that signals reach the program itself. Ctrl-C at the platform's terminal is not the pods' business.
    private const string ToFile = "trap '' INT; bigben_log=$1; shift; exec \"$@\" >>\"$bigben_log\" 2>&1 </dev/null";
    private const string ToUs = "trap '' INT; exec \"$@\"";

    // Its Ctrl-C comes from its own terminal.
    private const string ToTerminal =
        $"bigben_tty=$1; shift; exec {TerminalProgram} --ctty \"$@\" <\"$bigben_tty\" >\"$bigben_tty\" 2>&1";

    private readonly Process _process;

    private ContainerProcess(Process process, ProcessIdentity identity)
    {
        _process = process;
        Identity = identity;
        Exited = WaitAsync();
    }

    public ProcessIdentity Identity { get; }

    /// <summary>The exit code, once it ended.</summary>
    public Task<int> Exited { get; }

    /// <summary>What it reads, where it reads from us.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>What it writes to standard output, where it writes to us.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>What it writes to standard error, where it writes to us.</summary>
    public Stream Error => _process.StandardError.BaseStream;

    /// <summary>Starts a program that writes to a file.</summary>
    /// <exception cref="PlatformException">It cannot be started.</exception>
    public static ContainerProcess Start(
        IReadOnlyList<string> command, string directory, IReadOnlyDictionary<string, string> environment, string log) =>
        Start(new ProcessStartInfo("/bin/sh", ["-c", ToFile, "sh", log, .. command]), directory, environment);

    /// <summary>Starts a program that reads from us and writes to us.</summary>
    /// <exception cref="PlatformException">It cannot be started.</exception>
    public static ContainerProcess Start(
        IReadOnlyList<string> command, string directory, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", ToUs, "sh", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Start(start, directory, environment);
    }

    /// <summary>Starts a program with a terminal.</summary>
    /// <exception cref="PlatformException">It cannot be started.</exception>
    public static ContainerProcess StartOnTerminal(
        IReadOnlyList<string> command, string directory, IReadOnlyDictionary<string, string> environment, string terminal) =>
        Start(new ProcessStartInfo("/bin/sh", ["-c", ToTerminal, "sh", terminal, .. command]), directory, environment);

    public void Dispose() => _process.Dispose();

    private static ContainerProcess Start(
        ProcessStartInfo start, string directory, IReadOnlyDictionary<string, string> environment)
    {
        start.WorkingDirectory = directory;
        start.Environment.Clear();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        try
        {
            var process = Process.Start(start)!;
            return new ContainerProcess(process, ProcessIdentity.Of(process.Id) ?? new ProcessIdentity(process.Id, ""));
        }
        catch (Exception e) when (e is Win32Exception or DirectoryNotFoundException or ArgumentException)
        {
            var command = string.Join(' ', start.ArgumentList.Skip(3));
            throw new PlatformException($"'{command}' cannot be started in '{directory}': {e.Message}", e);
        }
    }

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }
}
