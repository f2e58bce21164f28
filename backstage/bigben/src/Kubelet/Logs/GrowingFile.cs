namespace BigBen.Kubelet.Logs;

/// <summary>A growing file, read line by line; it may be emptied at any time.</summary>
/// <param name="path">The file; it need not be there.</param>
internal sealed class GrowingFile(string path)
{
    private readonly List<byte> _rest = [];
    private long _position;

    /// <summary>The lines since the last time, with their line breaks.</summary>
    /// <param name="toEnd">Whether what has no line break yet counts as a line as well.</param>
    /// <returns>Each line, and how long the file was up to its end.</returns>
    public IEnumerable<(byte[] Text, long End)> Read(bool toEnd)
    {
        if (!File.Exists(path))
            yield break;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length < _position)
        {
            _position = 0;
            _rest.Clear();
        }

        file.Position = _position;
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = file.Read(buffer)) > 0)
        {
            var before = _position;
            _position += read;
            var start = 0;
            for (int end; (end = Array.IndexOf(buffer, (byte)'\n', start, read - start)) >= 0; start = end + 1)
            {
                _rest.AddRange(buffer.AsSpan(start, end + 1 - start));
                yield return (Take(), before + end + 1);
            }

            _rest.AddRange(buffer.AsSpan(start, read - start));
        }

        if (toEnd && _rest.Count > 0)
            yield return (Take(), _position);
    }

    private byte[] Take()
    {
        var line = _rest.ToArray();
        _rest.Clear();
        return line;
    }
}
