using System.Diagnostics;
using System.Runtime.InteropServices;
using BigBen.Console;
using BigBen.Foundation.Processes;

namespace BigBen.Platforms.Local;

/// <summary>Starts the platform's process so that it outlives the terminal, and waits until it answers.</summary>
/// <param name="state">The state folder.</param>
public sealed partial class Daemon(StateFolder state)
{
    /// <summary>
    /// How long the process may take until it answers. It takes 2 s on a quiet machine; the rest is for a busy one, whose disk may need a
    /// minute for what was written just before. One that ends by itself is told at once.
    /// </summary>
    internal TimeSpan StartDeadline { get; init; } = TimeSpan.FromMinutes(5);

    // A killed process is gone as soon as the system has cleared up after it.
    private static readonly TimeSpan KillDeadline = TimeSpan.FromSeconds(20);

    /// <summary>How long the process may take to end in good order; above the longest grace that pods get when it ends.</summary>
    internal TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The verb that the process is started with.</summary>
    public const string Verb = "serve";

    /// <summary>
    /// The state folder's process. One that an interrupted <c>up</c> left starting, or that is ending, holds the folder without an answer:
    /// it is waited for.
    /// </summary>
    /// <returns>Null where none is running.</returns>
    /// <exception cref="PlatformException">It does not answer.</exception>
    public async Task<PlatformClient?> FindAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        do
        {
            if (await PlatformClient.ConnectAsync(state, cancellationToken) is { } client)
                return client;
            if (!PlatformLock.IsHeld(state))
                return null;
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }
        while (Stopwatch.GetElapsedTime(started) < StartDeadline);

        throw new PlatformException($"The platform's process {PlatformLock.Holder(state)} does not answer; see '{state.PlatformLog}', "
            + "end it by ./bootstrap/big-ben.sh stop and run ./bootstrap/big-ben.sh again.");
    }

    /// <summary>Starts the process and waits until its API answers, or that of one which took the state folder before it.</summary>
    /// <exception cref="PlatformException">It ended or did not answer in time; the message holds its last words.</exception>
    public async Task<PlatformClient> StartAsync(int port, string domain, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(state.Path);
        File.Delete(state.PlatformLog);
        // Started by a script in the background it would be deaf to Ctrl-C, and so would be the terminals of its pods.
        Signals.HeedKeys();
        using var process = Process.Start(StartInfo(port, domain))
            ?? throw new PlatformException("The platform's process cannot be started.");
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < StartDeadline)
        {
            if (PlatformRecord.Read(state)?.ProcessId == process.Id
                && await PlatformClient.ConnectAsync(state, cancellationToken) is { } client)
                return client;
            if (process.HasExited)
                return await FindAsync(cancellationToken) ?? throw new PlatformException(
                    LastLine() is { } refusal && refusal.StartsWith(Refusal, StringComparison.Ordinal)
                        ? refusal[Refusal.Length..]
                        : $"The platform's process ended with exit code {process.ExitCode}{LastWords()}; see '{state.PlatformLog}'.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }

        process.Kill();
        throw new PlatformException($"The platform's process did not answer within {StartDeadline.TotalSeconds:0} s and was ended"
            + $"{LastWords()}; see '{state.PlatformLog}', then run ./bootstrap/big-ben.sh again.");
    }

    /// <summary>
    /// Ends the process, its pods first, and waits until it is gone. One that does not end is killed; its pods are then for whoever takes
    /// its place.
    /// </summary>
    /// <returns>Whether one was running.</returns>
    /// <exception cref="PlatformException">It does not end.</exception>
    public async Task<bool> StopAsync(CancellationToken cancellationToken)
    {
        int? holder = null;
        ProcessIdentity? process = null;
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < StopGrace + KillDeadline)
        {
            if (Stopwatch.GetElapsedTime(started) > StopGrace && process is not null)
                Signals.Send(process, Signals.Kill);

            // The process holds the lock until its work is done, and is gone a moment later.
            // Whoever only looks notes nothing: a full disk must not keep a platform from being taken down.
            using (var taken = FileLock.TryTake(state.Lock))
            {
                if (taken is not null && process is not { IsAlive: true })
                    return holder is not null;
                if (taken is null
                    && holder is null
                    && (holder = PlatformLock.Holder(state)) is { } pid
                    && (process = ProcessIdentity.Of(pid)) is not null)
                    Signals.Send(process, Signals.Terminate);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }

        throw new PlatformException(
            $"The platform's process {holder} does not even end by SIGKILL; see what it waits for, then run the command again.");
    }

    /// <summary>Leaves the terminal's session, so that neither Ctrl-C nor a closed terminal reaches the calling process.</summary>
    public static void LeaveTerminal()
    {
        // A process that leads its group already cannot; started by StartAsync it never does.
        if (!OperatingSystem.IsWindows() && SetSid() < 0 && Marshal.GetLastPInvokeError() is not Eperm and var error)
            throw new PlatformException($"The platform's process cannot leave the terminal (error {error}).");
    }

    // What a verb's refusal begins with, on every command line.
    private const string Refusal = "big-ben.sh: ";

    // EPERM on Linux and macOS.
    private const int Eperm = 1;

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    private static partial int SetSid();

    private ProcessStartInfo StartInfo(int port, string domain)
    {
        // The shell hands the log file over to the process and is gone: no pipe ties it to whoever started it.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = state.Path };
        string[] arguments =
        [
            "-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", state.PlatformLog,
            Environment.ProcessPath!, typeof(Daemon).Assembly.Location, Verb, "--state", state.Path, "--port", $"{port}",
            "--domain", domain,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // Unlike the command line it runs for long: what is hot is compiled by how it is really used.
        start.Environment["DOTNET_TieredPGO"] = "1";
        // That machine code is not writable where it runs is a second wall against faults in native code; to map all of it twice for that
        // takes a tenth of the process's memory.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return start;
    }

    private string LastWords() => LastLine() is { } line ? $" (it said last: {line})" : "";

    private string? LastLine() =>
        File.Exists(state.PlatformLog) ? File.ReadLines(state.PlatformLog).LastOrDefault(line => line.Trim().Length > 0) : null;
}
