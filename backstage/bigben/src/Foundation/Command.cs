using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using BigBen.Foundation.Processes;

namespace BigBen.Foundation;

/// <summary>What a finished program said.</summary>
/// <param name="ExitCode">The program's exit code; 0 is success.</param>
/// <param name="Output">Everything written to standard output.</param>
/// <param name="Error">Everything written to standard error.</param>
public sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>Whether the exit code is 0.</summary>
    public bool Succeeded => ExitCode == 0;

    /// <summary>The last line that says something, standard error first: what a person needs of a failure.</summary>
    public string LastLine =>
        Error.Split('\n').LastOrDefault(line => line.Trim().Length > 0)?.Trim()
        ?? Output.Split('\n').LastOrDefault(line => line.Trim().Length > 0)?.Trim()
        ?? $"exit code {ExitCode}";
}

/// <summary>A program to run: what, with which arguments, where. Arguments are never parsed by a shell.</summary>
/// <param name="Program">A program's name, looked up on PATH, or a path to it.</param>
/// <param name="Arguments">Its arguments, each passed as it is.</param>
public sealed record Command(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>The folder it runs in; the current one by default.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>
    /// Variables set on top of those that the program gets of this process (<see cref="ToolEnvironment"/>); a null value removes one.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Text given on standard input, which is otherwise empty.</summary>
    public string? Input { get; init; }

    /// <summary>Called with each line as it comes, of standard output and standard error alike; from other threads.</summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>
    /// Whether what the program started and left running is killed when it ends. Where a process' environment is not for others to see, as
    /// on macOS, nothing of it is found.
    /// </summary>
    public bool KillsRest { get; init; }

    /// <summary>What of the rest goes on after all: what has this argument. Null for nothing.</summary>
    public string? Spares { get; init; }

    // How long the output of a killed program is waited for: who got away may hold it open for ever.
    private static readonly TimeSpan LastOutput = TimeSpan.FromSeconds(2);

    /// <summary>The command as a person would type it.</summary>
    public override string ToString() =>
        string.Join(' ', new[] { Program }.Concat(Arguments).Select(Quoted));

    private static string Quoted(string word) => word.Length > 0 && !word.Any(char.IsWhiteSpace) ? word : $"'{word}'";

    /// <summary>Runs to the end, whatever the exit code. On cancellation the program and its children are killed.</summary>
    /// <exception cref="PlatformException">The program cannot be started.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<CommandResult> RunAsync(CancellationToken cancellationToken = default)
    {
        var mark = KillsRest ? Guid.NewGuid().ToString("N") : null;
        using var process = new Process { StartInfo = StartInfo(mark), EnableRaisingEvents = KillsRest };
        // At once, since output that a child holds open would be waited for.
        process.Exited += (_, _) => KillMarked(mark);
        var output = new StringBuilder();
        var error = new StringBuilder();
        process.OutputDataReceived += (_, line) => Take(output, line.Data);
        process.ErrorDataReceived += (_, line) => Take(error, line.Data);
        try
        {
            process.Start();
        }
        catch (Exception e) when (e is Win32Exception or DirectoryNotFoundException)
        {
            throw new PlatformException($"'{Program}' cannot be started: {e.Message}. Install it or put it on PATH.", e);
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await WriteInputAsync(process, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            KillMarked(mark);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            KillMarked(mark);
            using var late = new CancellationTokenSource(LastOutput);
            await process.WaitForExitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return new CommandResult(process.ExitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs to the end and returns standard output without its last line break.</summary>
    /// <exception cref="PlatformException">The program cannot be started, or its exit code is not 0.</exception>
    public async Task<string> OutputAsync(CancellationToken cancellationToken = default)
    {
        var result = await RunAsync(cancellationToken);
        return result.Succeeded
            ? result.Output.TrimEnd('\n')
            : throw new PlatformException($"'{this}' failed with exit code {result.ExitCode}: {result.LastLine}");
    }

    // Every process that the program starts has its environment, however often it forks.
    private const string Mark = "BIGBEN_COMMAND";

    private void KillMarked(string? mark)
    {
        if (mark is null)
            return;
        foreach (var process in ProcessIdentity.WithVariable(Mark, mark).Where(process => Spares is null || !process.HasArgument(Spares)))
            Signals.Send(process, Signals.Kill);
    }

    /// <summary>What a process of it is started with; whoever starts it asks for its own end.</summary>
    internal ProcessStartInfo StartInfo(string? mark = null)
    {
        var start = new ProcessStartInfo(Program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = WorkingDirectory ?? "",
        };
        foreach (var argument in Arguments)
            start.ArgumentList.Add(argument);
        foreach (var name in ToolEnvironment.KeptFrom(Program))
            start.Environment.Remove(name);
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        if (mark is not null)
            start.Environment[Mark] = mark;
        return start;
    }

    private async Task WriteInputAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            if (Input is not null)
                await process.StandardInput.WriteAsync(Input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading its input: its exit code tells the rest.
        }
    }

    private void Take(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.Append(line).Append('\n');
        OnLine?.Invoke(line);
    }
}
