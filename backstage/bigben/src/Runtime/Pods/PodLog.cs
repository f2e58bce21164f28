using System.Runtime.CompilerServices;
using System.Text;

namespace BigBen.Runtime;

/// <summary>The output of pods in files: one a pod, and one beside it with what was before.</summary>
internal static class PodLog
{
    private static readonly TimeSpan FollowPeriod = TimeSpan.FromMilliseconds(200);

    public static string PathOf(string logs, string scope, string owner, string pod) => Path.Combine(logs, scope, owner, $"{pod}.log");

    /// <summary>
    /// Keeps a log from growing beyond <paramref name="bytes"/>, by copying it aside and emptying it: the program goes on appending to the
    /// same file. What is written between the two is lost.
    /// </summary>
    public static void Rotate(string path, long bytes)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length <= bytes)
            return;
        using var current = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        using (var aside = new FileStream($"{path}.1", FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            // A program can outrun us: no more than the bound is kept, whatever there is.
            current.Position = Math.Max(0, current.Length - bytes);
            current.CopyTo(aside);
        }

        current.SetLength(0);
    }

    /// <summary>Deletes the logs of pods that are gone, but for the youngest few.</summary>
    public static void Prune(string directory, IReadOnlySet<string> live, int keep)
    {
        if (!Directory.Exists(directory))
            return;
        var gone = Directory.GetFiles(directory, "*.log")
            .Where(path => !live.Contains(path))
            .OrderByDescending(File.GetLastWriteTimeUtc)
            .ThenBy(path => path, StringComparer.Ordinal)
            .Skip(keep);
        foreach (var path in gone)
        {
            File.Delete(path);
            File.Delete($"{path}.1");
        }
    }

    /// <summary>How much there is in a log.</summary>
    public static long Length(string path) => new FileInfo(path) is { Exists: true, Length: var length } ? length : 0;

    /// <summary>The last lines of what a program wrote since the log was <paramref name="start"/> long, for a message; never more than 1,000 characters.</summary>
    public static string LastLines(string path, long start, int count)
    {
        if (!File.Exists(path))
            return "";
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = Math.Max(file.Length < start ? 0 : start, file.Length - 4096);
        using var reader = new StreamReader(file);
        var lines = reader.ReadToEnd().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).TakeLast(count);
        var text = string.Join('\n', lines);
        return text.Length > 1000 ? text[^1000..] : text;
    }

    /// <summary>The lines of a log.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tail">How many of the last lines to begin with; all by default.</param>
    /// <param name="isLive">Whether more is to be waited for; null for no waiting.</param>
    /// <param name="clock">Tells how long to wait between two looks at the file.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async IAsyncEnumerable<string> ReadAsync(
        string path, int? tail, Func<bool>? isLive, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = new Queue<string>();
        var older = new LineFile($"{path}.1");
        var current = new LineFile(path);
        foreach (var line in older.Read(toEnd: true).Concat(current.Read(toEnd: isLive is null)))
        {
            first.Enqueue(line);
            if (first.Count > tail)
                first.Dequeue();
        }

        foreach (var line in first)
            yield return line;
        while (isLive is not null)
        {
            // Asked before the reading, so that what a program wrote last is read once more after it ended.
            var live = isLive();
            foreach (var line in current.Read(toEnd: !live))
                yield return line;
            if (!live)
                yield break;
            await Task.Delay(FollowPeriod, clock, cancellationToken);
        }
    }

    /// <summary>A growing file, read line by line; it may be emptied at any time.</summary>
    private sealed class LineFile(string path)
    {
        private readonly List<byte> rest = [];
        private long position;

        /// <summary>The whole lines since the last time, and at the end of the file what has no line break yet.</summary>
        public IEnumerable<string> Read(bool toEnd)
        {
            if (!File.Exists(path))
                yield break;
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length < position)
            {
                position = 0;
                rest.Clear();
            }

            file.Position = position;
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = file.Read(buffer)) > 0)
            {
                position += read;
                var start = 0;
                for (int end; (end = Array.IndexOf(buffer, (byte)'\n', start, read - start)) >= 0; start = end + 1)
                {
                    rest.AddRange(buffer.AsSpan(start, end - start));
                    yield return Take();
                }

                rest.AddRange(buffer.AsSpan(start, read - start));
            }

            if (toEnd && rest.Count > 0)
                yield return Take();
        }

        private string Take()
        {
            var line = Encoding.UTF8.GetString(rest.ToArray()).TrimEnd('\r');
            rest.Clear();
            return line;
        }
    }
}
