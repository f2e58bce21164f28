using System.Text;

namespace BigBen.ApiServer.Audit;

/// <summary>
/// The file of audit events, a line each, which its owner alone reads. A line is with the system before its request is answered, and so
/// survives the end of the process. What a full disk keeps out waits in memory and is written before the next line; what does not fit there
/// either goes to the platform's own log. A request is never refused for it.
/// </summary>
/// <param name="path">The file; those before it have a number behind, the newest 1.</param>
/// <param name="log">Told when lines cannot be written.</param>
/// <param name="largest">The most bytes of a file.</param>
internal sealed class AuditLog(string path, ILogger log, long largest = AuditLog.Largest)
{
    /// <summary>How many files are kept beside the one that is written.</summary>
    public const int Kept = 4;

    /// <summary>How many lines wait at most.</summary>
    public const int MostWaiting = 1000;

    private const long Largest = 10 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<string> _waiting = new();

    /// <summary>Writes a line, after those that wait.</summary>
    public void Write(string line)
    {
        lock (_gate)
        {
            var failedBefore = _waiting.Count > 0;
            _waiting.Enqueue(line);
            try
            {
                while (_waiting.TryPeek(out var next))
                {
                    Append(Encoding.UTF8.GetBytes($"{next}\n"));
                    _waiting.Dequeue();
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (!failedBefore)
                    log.AuditFailed(path, e.Message);
                if (_waiting.Count > MostWaiting)
                    log.AuditLost(path, _waiting.Dequeue());
            }
        }
    }

    private void Append(byte[] line)
    {
        var size = new FileInfo(path) is { Exists: true } file ? file.Length : 0;
        if (size > 0 && size + line.Length > largest)
            Rotate();
        // Opened for each line, so that one who moves the file away finds a new one in its place.
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(path, options);
        var end = stream.Seek(0, SeekOrigin.End);
        try
        {
            stream.Write(line);
        }
        catch (IOException)
        {
            // Half a line is none.
            stream.SetLength(end);
            throw;
        }
    }

    private void Rotate()
    {
        for (var number = Kept; number > 0; number--)
        {
            var older = number == 1 ? path : $"{path}.{number - 1}";
            if (File.Exists(older))
                File.Move(older, $"{path}.{number}", overwrite: true);
        }
    }
}
