using System.Runtime.CompilerServices;
using BigBen.ApiServer;

namespace BigBen.Kubelet.Logs;

/// <summary>Reads the log of a run as it was asked for.</summary>
/// <param name="path">The file.</param>
/// <param name="options">What of it.</param>
/// <param name="isLive">Whether the run is still going on.</param>
/// <param name="clock">Tells when a line came, and when to look again.</param>
internal sealed class LogReader(string path, LogOptions options, Func<bool> isLive, TimeProvider clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly GrowingFile _current = new(path);
    private DateTimeOffset _latest;

    /// <summary>The lines, as they are sent.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rotated = LogPaths.Rotated(path);
        var written = Lines(new GrowingFile(rotated), rotated, toEnd: true).Concat(Lines(_current, path, toEnd: !options.Follow));
        foreach (var line in Last(written).Where(line => options.Since is null || line.Time >= options.Since))
            yield return line.ToBytes(options.Timestamps);
        for (var live = options.Follow; live;)
        {
            // Asked before the reading, so that what a program wrote last is read once more after it ended.
            live = isLive();
            foreach (var (text, _) in _current.Read(toEnd: !live))
                yield return new LogLine(text, clock.GetUtcNow()).ToBytes(options.Timestamps);
            if (live)
                await Task.Delay(Look, clock, cancellationToken);
        }
    }

    private IEnumerable<LogLine> Last(IEnumerable<LogLine> lines)
    {
        if (options.TailLines is not { } tail)
            return lines;
        var last = new Queue<LogLine>();
        foreach (var line in lines)
        {
            last.Enqueue(line);
            if (last.Count > tail)
                last.Dequeue();
        }

        return last;
    }

    private IEnumerable<LogLine> Lines(GrowingFile file, string path, bool toEnd)
    {
        var notes = new LogTimes(LogPaths.Times(path)).Read();
        var next = 0;
        foreach (var (text, end) in file.Read(toEnd))
        {
            while (next < notes.Count && notes[next].Length < end)
                next++;
            // What nobody noted was written last. A file's time is up to a tick of the kernel behind the clock of the notes: no line is
            // older than the one before it.
            var time = next < notes.Count ? notes[next].Time : File.GetLastWriteTimeUtc(path);
            _latest = time > _latest ? time : _latest;
            yield return new LogLine(text, _latest);
        }
    }
}
