using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace BigBen.Git.Reading;

/// <summary>An object of a repository.</summary>
/// <param name="Id">Its full id.</param>
/// <param name="Type"><c>commit</c>, <c>tree</c>, <c>blob</c> or <c>tag</c>.</param>
/// <param name="Text">What is in it, where that was asked for: UTF-8, its lines ended as on Unix.</param>
internal sealed record GitObject(string Id, string Type, string Text);

/// <summary>
/// Asks one <c>git cat-file</c> (git-cat-file(1), "BATCH OUTPUT") about object after object: a delivery asks for dozens, and a process for
/// each would cost more than all answers. git looks refs and packs up anew for every question. The process ends when nothing was asked for
/// a while, and with this one in any case, as its standard input is closed then.
/// </summary>
#pragma warning disable CA1001 // What it holds ends by itself, and nobody knows when the last question was asked.
internal sealed class ObjectReader
#pragma warning restore CA1001
{
    /// <summary>The format in which git has to answer.</summary>
    public const string Format = "%(objectname) %(objecttype) %(objectsize)";

    // Longer than the pauses between the questions of one delivery.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);

    private readonly string repository;
    private readonly Command command;
    private readonly bool withText;
    private readonly SemaphoreSlim turn = new(1);
    private readonly ITimer idle;
    private Process? process;
    private Task<string>? errors;

    /// <summary>Starts nothing yet.</summary>
    /// <param name="repository">The repository, for messages.</param>
    /// <param name="command"><c>git cat-file</c> with <c>--batch-check</c> or <c>--batch</c> in <see cref="Format"/>.</param>
    /// <param name="withText">Whether it is <c>--batch</c>.</param>
    public ObjectReader(string repository, Command command, bool withText)
    {
        this.repository = repository;
        this.command = command;
        this.withText = withText;
        idle = TimeProvider.System.CreateTimer(_ => EndIdle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The object that an expression of gitrevisions(7) leads to; null where there is none, or more than one.</summary>
    /// <exception cref="PlatformException">There is no repository, or it is damaged.</exception>
    public async Task<GitObject?> AskAsync(string expression, CancellationToken cancellationToken)
    {
        // An option to rev-parse, a second question to cat-file, and in no name of anything.
        if (expression.StartsWith('-') || expression.Any(char.IsControl))
            return null;
        await turn.WaitAsync(cancellationToken);
        try
        {
            idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            // One that was kept may have been killed since.
            var answer = process is null ? null : await TryAskAsync(expression, cancellationToken);
            return Parse(answer ?? await TryAskAsync(expression, cancellationToken) ?? throw await FailureAsync());
        }
        finally
        {
            idle.Change(Idle, Timeout.InfiniteTimeSpan);
            turn.Release();
        }
    }

    private static GitObject? Parse((string Head, string Text) answer) =>
        answer.Head.Split(' ') is [var id, "commit" or "tree" or "blob" or "tag", _] words && GitCli.IsFullId(id)
            ? new GitObject(id, words[1], answer.Text)
            : null;

    // Null where the process is at its end.
    private async Task<(string Head, string Text)?> TryAskAsync(string expression, CancellationToken cancellationToken)
    {
        var whole = false;
        try
        {
            process ??= Start();
            var input = process.StandardInput.BaseStream;
            await input.WriteAsync(Encoding.UTF8.GetBytes($"{expression}\n"), cancellationToken);
            await input.FlushAsync(cancellationToken);
            var answer = await ReadAsync(process.StandardOutput.BaseStream, cancellationToken);
            whole = true;
            return answer;
        }
        catch (IOException)
        {
            return null;
        }
        finally
        {
            if (!whole)
                End();
        }
    }

    private async Task<(string Head, string Text)> ReadAsync(Stream output, CancellationToken cancellationToken)
    {
        var head = new List<byte>();
        var one = new byte[1];
        for (; ; head.Add(one[0]))
        {
            await output.ReadExactlyAsync(one, cancellationToken);
            if (one[0] == '\n')
                break;
        }

        var line = Encoding.UTF8.GetString([.. head]);
        if (!withText || Parse((line, "")) is null)
            return (line, "");
        // git ends the text with a line break of its own.
        var text = new byte[int.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture) + 1];
        await output.ReadExactlyAsync(text, cancellationToken);
        var content = Encoding.UTF8.GetString(text, 0, text.Length - 1);
        return (line, content.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'));
    }

    private Process Start()
    {
        try
        {
            var started = Process.Start(command.StartInfo())!;
            errors = started.StandardError.ReadToEndAsync(CancellationToken.None);
            return started;
        }
        catch (Exception e) when (e is Win32Exception or DirectoryNotFoundException)
        {
            throw new PlatformException($"'git' cannot be started: {e.Message}. Install it or put it on PATH.", e);
        }
    }

    private async Task<PlatformException> FailureAsync()
    {
        var reason = GitCli.Reason(new CommandResult(128, "", errors is null ? "" : await errors));
        return new PlatformException(reason.Contains("not a git repository", StringComparison.Ordinal)
            ? $"'{repository}' is not a git repository: {reason}"
            : $"'{repository}' cannot be read: {reason}");
    }

    private void EndIdle()
    {
        // Whoever asks at this moment sets the timer again.
        if (!turn.Wait(0))
            return;
        End();
        turn.Release();
    }

    private void End()
    {
        if (process is null)
            return;
        // Whatever it still does ends with its streams.
        process.StandardOutput.Dispose();
        try
        {
            process.StandardInput.Dispose();
        }
        catch (IOException)
        {
            // It is at its end already, and did not take all that it was asked.
        }

        process.Dispose();
        process = null;
    }
}
