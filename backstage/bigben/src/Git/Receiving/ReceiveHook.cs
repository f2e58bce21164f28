using System.Text;
using BigBen.Foundation.Processes;

namespace BigBen.Git.Receiving;

/// <summary>
/// The forge's hook <c>proc-receive</c> (githooks(5)): git hands every push to a branch or to a tag over to it instead of moving the refs
/// itself, shows what it writes to standard error as <c>remote: …</c> while it works, and tells the pusher what it decided.
/// The objects of the push are already in the repository when it runs; the handler moves the ref.
/// </summary>
public static class ReceiveHook
{
    /// <summary>Decides about one ref of a push.</summary>
    /// <param name="update">The ref.</param>
    /// <param name="progress">Takes lines for the person who pushes.</param>
    /// <param name="cancellationToken">Cancelled when the push is interrupted.</param>
    public delegate Task<RefResult> Handler(RefUpdate update, Action<string> progress, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the hook: a small shell script that becomes the given command. Called at every start of the platform. Another process
    /// writes it: one that this process had open for writing would be "busy" (ETXTBSY) to git for as long as a child that was forked
    /// meanwhile has the descriptor too.
    /// </summary>
    /// <param name="forge">The forge.</param>
    /// <param name="command">The program and its arguments, such as dotnet, bigben.dll, receive, --state, and the state folder.</param>
    /// <exception cref="PlatformException">It cannot be written.</exception>
    public static Task InstallAsync(ForgeRepository forge, IReadOnlyList<string> command)
    {
        var file = Path.Combine(forge.Path, "hooks", "proc-receive");
        var words = string.Join(' ', command.Select(ShellWord.QuoteAlways));
        const string Write = "umask 077 && mkdir -p \"${1%/*}\" && cat >\"$2\" && chmod u+x \"$2\" && mv \"$2\" \"$1\"";
        return new Command("/bin/sh", "-c", Write, "sh", file, $"{file}.{Environment.ProcessId}.tmp")
        {
            Input = $"#!/bin/sh\n# Written at every start of the platform.\nexec {words}\n",
        }.OutputAsync();
    }

    /// <summary>Speaks git's protocol on the standard streams of the hook's process, and asks the handler about each ref in turn.</summary>
    /// <returns>0 where git was told the outcome of every ref, refused ones included; 1 where git is gone or not understood.</returns>
    public static async Task<int> RunAsync(
        Stream stdin, Stream stdout, Stream stderr, Handler handler, CancellationToken cancellationToken = default)
    {
        try
        {
            var (updates, isAtomic) = await GreetAsync(stdin, stdout, cancellationToken);
            var interrupted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            // git closes its end only once it has the report, unless the push is interrupted.
            var closed = WatchAsync(stdin, interrupted);
            foreach (var update in updates)
            {
                // What has become live is not taken back because the next ref is refused.
                var result = isAtomic && updates.Count > 1
                    ? RefResult.Refused("several refs are not delivered as one: push them one by one, or without --atomic")
                    : await DecideAsync(update, handler, stderr, interrupted);
                var report = result.Reason is null ? $"ok {update.Ref}" : $"ng {update.Ref} {OneLine(result.Reason)}";
                await PacketLine.WriteAsync(stdout, report, cancellationToken);
            }

            await PacketLine.EndAsync(stdout, cancellationToken);
            await closed.WaitAsync(cancellationToken);
            return 0;
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException or IOException)
        {
            return 1;
        }
    }

    private static async Task<(IReadOnlyList<RefUpdate> Updates, bool IsAtomic)> GreetAsync(
        Stream stdin, Stream stdout, CancellationToken cancellationToken)
    {
        var greeting = (await PacketLine.ReadAsync(stdin, cancellationToken) ?? "").Split('\0');
        if (greeting[0].TrimEnd() != "version=1")
            throw new InvalidDataException($"git speaks '{greeting[0]}' where version=1 was expected");
        await ReadSectionAsync(stdin, cancellationToken);
        // Options of a push mean nothing to a delivery, so they are not asked for.
        await PacketLine.WriteAsync(stdout, "version=1\n", cancellationToken);
        await PacketLine.EndAsync(stdout, cancellationToken);
        var commands = await ReadSectionAsync(stdin, cancellationToken);
        return (
            [.. commands.Select(command => command.Split(' ', 3)).Select(words => words.Length == 3
                ? new RefUpdate(words[2], words[0], words[1])
                : throw new InvalidDataException("git sent a command that is not a ref update"))],
            greeting.Length > 1 && greeting[1].TrimEnd().Split(' ').Contains("atomic"));
    }

    private static async Task<List<string>> ReadSectionAsync(Stream stdin, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (await PacketLine.ReadAsync(stdin, cancellationToken) is { } line)
            lines.Add(line);
        return lines;
    }

    private static async Task<RefResult> DecideAsync(
        RefUpdate update, Handler handler, Stream stderr, CancellationTokenSource interrupted)
    {
        try
        {
            return await handler(update, text => Tell(stderr, text, interrupted), interrupted.Token);
        }
        catch (PlatformException e)
        {
            return RefResult.Refused(e.Message);
        }
        catch (OperationCanceledException)
        {
            return RefResult.Refused("interrupted");
        }
    }

    private static void Tell(Stream stderr, string text, CancellationTokenSource interrupted)
    {
        try
        {
            lock (stderr)
            {
                stderr.Write(Encoding.UTF8.GetBytes(text + "\n"));
                stderr.Flush();
            }
        }
        catch (IOException)
        {
            // Nobody listens any more: the push was interrupted.
            interrupted.Cancel();
        }
    }

    private static async Task WatchAsync(Stream stdin, CancellationTokenSource interrupted)
    {
        var buffer = new byte[1];
        while (await stdin.ReadAsync(buffer, CancellationToken.None) > 0)
        {
        }

        await interrupted.CancelAsync();
    }

    private static string OneLine(string reason) =>
        string.Join(' ', reason.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
