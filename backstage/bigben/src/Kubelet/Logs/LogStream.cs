namespace BigBen.Kubelet.Logs;

/// <summary>The lines of a log as a stream that is filled by reading it.</summary>
/// <param name="lines">The lines.</param>
/// <param name="limit">No more than so many bytes; null for all.</param>
/// <param name="cancellationToken">Ends the waiting for lines to come.</param>
internal sealed class LogStream(IAsyncEnumerable<ReadOnlyMemory<byte>> lines, long? limit, CancellationToken cancellationToken) : Stream
{
    private readonly IAsyncEnumerator<ReadOnlyMemory<byte>> _lines = lines.GetAsyncEnumerator(cancellationToken);
    private ReadOnlyMemory<byte> _line;
    private long _left = limit ?? long.MaxValue;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_line.IsEmpty && _left > 0)
        {
            if (!await _lines.MoveNextAsync())
                return 0;
            _line = _lines.Current;
        }

        var read = (int)Math.Min(Math.Min(buffer.Length, _line.Length), _left);
        _line[..read].CopyTo(buffer);
        _line = _line[read..];
        _left -= read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A log is read asynchronously: its lines may be still to come.");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await _lines.DisposeAsync();
        await base.DisposeAsync();
    }
}
