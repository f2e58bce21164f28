using System.ComponentModel;
using System.Diagnostics;
using BigBen.Foundation;
using BigBen.Foundation.Processes;

namespace BigBen.Kubelet.Processes;

/// <summary>The process of a container: a child of ours whose output goes straight to a file, so that it outlives us unharmed.</summary>
internal sealed class ContainerProcess : IDisposable
{
    // exec keeps the process number, so that signals reach the program itself. Ctrl-C at the platform's terminal is not the pods' business.
    private const string Script = "trap '' INT; bigben_log=$1; shift; exec \"$@\" >>\"$bigben_log\" 2>&1 </dev/null";

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

    /// <summary>Starts a program.</summary>
    /// <exception cref="PlatformException">It cannot be started.</exception>
    public static ContainerProcess Start(
        IReadOnlyList<string> command, string directory, IReadOnlyDictionary<string, string> environment, string log)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = directory };
        foreach (var argument in (string[])["-c", Script, "sh", log, .. command])
            start.ArgumentList.Add(argument);
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
            throw new PlatformException($"'{string.Join(' ', command)}' cannot be started in '{directory}': {e.Message}", e);
        }
    }

    public void Dispose() => _process.Dispose();

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }
}
