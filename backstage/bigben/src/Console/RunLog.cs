using System.Runtime.CompilerServices;

namespace BigBen.Console;

/// <summary>The output of a run's program, in a file that grows while it runs.</summary>
internal static class RunLog
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    /// <summary>The lines of a log.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tail">How many of the last lines to begin with; all by default.</param>
    /// <param name="isLive">Whether more is to be waited for; null for no waiting.</param>
    /// <param name="clock">Tells how long to wait between two looks at the file.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async IAsyncEnumerable<string> ReadAsync(
        string path, int? tail, Func<bool>? isLive, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        var rest = "";
        // Asked before the reading, so that what a program wrote last is read once more after it ended.
        var live = isLive?.Invoke() ?? false;
        var lines = Lines(await reader.ReadToEndAsync(cancellationToken), !live);
        foreach (var line in tail is { } last ? lines.TakeLast(last) : lines)
            yield return line;
        while (live)
        {
            await Task.Delay(Period, clock, cancellationToken);
            live = isLive!();
            foreach (var line in Lines(await reader.ReadToEndAsync(cancellationToken), !live))
                yield return line;
        }

        // The whole lines; what has no line break yet waits for it, unless nothing follows.
        List<string> Lines(string text, bool isEnd)
        {
            var parts = (rest + text).Split('\n').Select(line => line.TrimEnd('\r')).ToList();
            rest = isEnd ? "" : parts[^1];
            if (!isEnd || parts[^1].Length == 0)
                parts.RemoveAt(parts.Count - 1);
            return parts;
        }
    }
}
