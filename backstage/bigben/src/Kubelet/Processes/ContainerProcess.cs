using System.ComponentModel;
using System.Diagnostics;
using BigBen.Foundation.Processes;
using BigBen.Kubelet.Probes;

namespace BigBen.Kubelet.Processes;

/// <summary>
/// A process in a container. The container's program writes straight to a file, so that it outlives us unharmed; a command beside it reads
/// from us and writes to us, or has a terminal.
/// </summary>
internal sealed class ContainerProcess : IDisposable
{
    /// <summary>What gives a process a terminal of its own (util-linux).</summary>
    public const string TerminalProgram = "setsid";

    // What the shell itself tells the programs that it becomes.
    private const string Clean = "unset PWD OLDPWD; ";

    // exec keeps the process number, so that signals reach the program itself. Ctrl-C at the platform's terminal is not the pods' business.
    private const string ToFile = $"trap '' INT; bigben_log=$1; shift; {Clean}exec \"$@\" >>\"$bigben_log\" 2>&1 </dev/null";
    private const string ToUs = $"trap '' INT; {Clean}exec \"$@\"";

    // Its Ctrl-C comes from its own terminal.
    private const string ToTerminal =
        $"bigben_tty=$1; shift; {Clean}exec {TerminalProgram} --ctty \"$@\" <\"$bigben_tty\" >\"$bigben_tty\" 2>&1";

    // Who enters a mount namespace is in its root folder.
    private const string ToFolder = "cd \"$1\" || exit 126; shift; ";

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
    public static ContainerProcess Start(IReadOnlyList<string> command, ProbeTarget target, string log) =>
        Start(Script(ToFile, [log, .. command], target), command, target);

    /// <summary>Starts a program that reads from us and writes to us.</summary>
    /// <exception cref="PlatformException">It cannot be started.</exception>
    public static ContainerProcess Start(IReadOnlyList<string> command, ProbeTarget target)
    {
        var start = Script(ToUs, command, target);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        return Start(start, command, target);
    }

    /// <summary>Starts a program with a terminal.</summary>
    /// <exception cref="PlatformException">It cannot be started.</exception>
    public static ContainerProcess StartOnTerminal(IReadOnlyList<string> command, ProbeTarget target, string terminal) =>
        Start(Script(ToTerminal, [terminal, .. command], target), command, target);

    /// <summary>The words before a command that runs where a container runs; none where that is the machine's file system.</summary>
    public static IReadOnlyList<string> EntryTo(ProbeTarget target) =>
        target.Mounts is { } mounts ? [.. mounts.Enter, "/bin/sh", "-c", $"{ToFolder}{Clean}exec \"$@\"", "sh", target.Directory] : [];

    /// <summary>Ends it if it runs yet.</summary>
    public async Task KillAsync()
    {
        if (!Exited.IsCompleted)
            Signals.Send(Identity, Signals.Kill);
        await Exited;
    }

    public void Dispose() => _process.Dispose();

    private static ProcessStartInfo Script(string script, IReadOnlyList<string> arguments, ProbeTarget target)
    {
        if (target.Mounts is not { } mounts)
            return new ProcessStartInfo("/bin/sh", ["-c", script, "sh", .. arguments]);
        IReadOnlyList<string> inFolder = ["/bin/sh", "-c", ToFolder + script, "sh", target.Directory, .. arguments];
        return new ProcessStartInfo(mounts.Enter[0], [.. mounts.Enter.Skip(1), .. inFolder]);
    }

    private static ContainerProcess Start(ProcessStartInfo start, IReadOnlyList<string> command, ProbeTarget target)
    {
        start.WorkingDirectory = target.Directory;
        start.Environment.Clear();
        foreach (var (name, value) in target.Environment)
            start.Environment[name] = value;
        try
        {
            var process = Process.Start(start)!;
            return new ContainerProcess(process, ProcessIdentity.Of(process.Id) ?? new ProcessIdentity(process.Id, ""));
        }
        catch (Exception e) when (e is Win32Exception or DirectoryNotFoundException or ArgumentException)
        {
            throw new PlatformException($"'{string.Join(' ', command)}' cannot be started in '{target.Directory}': {e.Message}", e);
        }
    }

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }
}
