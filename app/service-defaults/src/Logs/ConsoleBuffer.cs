namespace BigBen.ServiceDefaults.Logs;

/// <summary>
/// Lines on their way to standard output. Requests append to memory; one thread writes whatever has gathered in one go, so
/// that a request never waits for the console, unless a whole buffer is behind. A line is written at most
/// <see cref="GatherTime"/> after it came: a write for each line alone took half of a busy service's time.
/// </summary>
internal sealed class ConsoleBuffer : IDisposable
{
    /// <summary>Bytes that may wait, about a second of full load. A reader slower than that slows the service; no line is lost.</summary>
    internal const int Limit = 1024 * 1024;

    /// <summary>How long the first line waits for others: too short for a person to notice, 50 writes a second at the most.</summary>
    internal static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(20);

    private readonly Stream _output;
    private readonly Thread _writer;
    private readonly object _gate = new();
    private MemoryStream _filling = new(64 * 1024);
    private MemoryStream _writing = new(64 * 1024);
    private bool _disposed;

    public ConsoleBuffer(Stream output)
    {
        _output = output;
        _writer = new Thread(WriteAll) { IsBackground = true, Name = "console log" };
        _writer.Start();
    }

    public void Append(ReadOnlySpan<byte> line)
    {
        lock (_gate)
        {
            while (_filling.Length >= Limit && !_disposed)
                Monitor.Wait(_gate);
            if (_filling.Length == 0)
                Monitor.PulseAll(_gate);
            _filling.Write(line);
            if (_filling.Length >= Limit)
                Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Returns when everything appended before is written.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Monitor.PulseAll(_gate);
        }

        _writer.Join();
    }

    private void WriteAll()
    {
        for (var last = false; !last;)
        {
            lock (_gate)
            {
                while (_filling.Length == 0 && !_disposed)
                    Monitor.Wait(_gate);
                if (_filling.Length < Limit && !_disposed)
                    Monitor.Wait(_gate, GatherTime);
                last = _disposed;
                (_filling, _writing) = (_writing, _filling);
                Monitor.PulseAll(_gate);
            }

            try
            {
                _output.Write(_writing.GetBuffer(), 0, (int)_writing.Length);
                _output.Flush();
            }
            catch (IOException)
            {
                // Nobody reads standard output any more (its pipe is closed): there is nowhere left to say so.
            }

            _writing.SetLength(0);
        }
    }
}
