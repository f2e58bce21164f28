using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace BigBen.ApiServer.Streaming.Spdy;

/// <summary>
/// The server's side of SPDY/3.1 as far as Kubernetes' clients speak it: they open streams, and neither grant nor keep to windows. What a
/// stream's reader does not take makes the whole connection wait.
/// </summary>
/// <param name="transport">The bytes of both directions.</param>
internal sealed class SpdyConnection(Stream transport) : IDisposable
{
    private const int HeadLength = 8;
    private const ushort Control = 0x8003;
    private const byte Last = 1;

    // Pings, resets and the openings of streams are short.
    private const int LongestControlFrame = 64 * 1024;

    private readonly HeaderReader _reader = new();
    private readonly HeaderWriter _writer = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly Dictionary<int, SpdyStream> _streams = [];
    private readonly byte[] _piece = new byte[32 * 1024];

    /// <summary>The streams that the client opens, until it says goodbye.</summary>
    /// <exception cref="IOException">The connection is cut.</exception>
    /// <exception cref="InvalidDataException">The client does not speak SPDY/3.1.</exception>
    public async IAsyncEnumerable<SpdyStream> AcceptAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var head = new byte[HeadLength];
        while (await transport.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false, cancellationToken) == HeadLength)
        {
            // Draft 3, 2.2: control bit, version, type or the stream's number; flags; 24 bits of length.
            var (flags, length) = (head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(4)) & 0xffffff);
            if ((head[0] & 0x80) == 0)
            {
                await TakeDataAsync(BinaryPrimitives.ReadInt32BigEndian(head), length, flags, cancellationToken);
                continue;
            }

            if (BinaryPrimitives.ReadUInt16BigEndian(head) != Control || length > LongestControlFrame)
                throw new InvalidDataException("this is not SPDY/3.1");
            var body = new byte[length];
            await transport.ReadExactlyAsync(body, cancellationToken);
            var type = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2));
            if (type == FrameType.GoAway)
                yield break;
            if (await TakeControlAsync(type, body, flags, cancellationToken) is { } opened)
                yield return opened;
        }
    }

    /// <summary>Sends a stream's bytes; returns when the connection has taken them.</summary>
    public Task SendAsync(int stream, ReadOnlyMemory<byte> data, bool isLast, CancellationToken cancellationToken) =>
        SendAsync((uint)stream, isLast ? Last : (byte)0, data, cancellationToken);

    public void Dispose()
    {
        _reader.Dispose();
        _writer.Dispose();
        _sending.Dispose();
    }

    private async Task<SpdyStream?> TakeControlAsync(int type, byte[] body, byte flags, CancellationToken cancellationToken)
    {
        switch (type)
        {
            case FrameType.SynStream:
                return await OpenAsync(body, flags, cancellationToken);
            case FrameType.Headers:
                // Nobody asks for them, but what is compressed after them refers to them.
                _reader.Read(After(sizeof(int), body));
                break;
            case FrameType.RstStream when _streams.Remove(Number(body), out var reset):
                await reset.ResetAsync();
                break;
            case FrameType.Ping:
                await SendControlAsync(FrameType.Ping, body, cancellationToken);
                break;
        }

        return null;
    }

    private async Task<SpdyStream> OpenAsync(byte[] body, byte flags, CancellationToken cancellationToken)
    {
        // Draft 3, 2.6.1: the stream's number, that of another one, two bytes of priority and slot, the header block.
        var id = Number(body);
        var stream = new SpdyStream(id, _reader.Read(After(10, body)), this);
        if ((flags & Last) != 0)
            await stream.EndInputAsync();
        else
            _streams[id] = stream;
        var reply = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(reply, id);
        await SendControlAsync(FrameType.SynReply, [.. reply, .. _writer.Empty()], cancellationToken);
        return stream;
    }

    // What comes for a stream that is reset, or that nobody reads any more, was on its way already.
    private async Task TakeDataAsync(int id, int length, byte flags, CancellationToken cancellationToken)
    {
        var stream = _streams.GetValueOrDefault(id);
        for (var left = length; left > 0;)
        {
            var piece = _piece.AsMemory(0, Math.Min(left, _piece.Length));
            await transport.ReadExactlyAsync(piece, cancellationToken);
            if (stream is not null)
                await stream.TakeAsync(piece, cancellationToken);
            left -= piece.Length;
        }

        if ((flags & Last) != 0 && _streams.Remove(id))
            await stream!.EndInputAsync();
    }

    private static int Number(byte[] body) =>
        body.Length >= sizeof(int)
            ? BinaryPrimitives.ReadInt32BigEndian(body) & int.MaxValue
            : throw new InvalidDataException("a frame is cut off");

    private static ReadOnlySpan<byte> After(int length, byte[] body) =>
        body.Length >= length ? body.AsSpan(length) : throw new InvalidDataException("a frame is cut off");

    private Task SendControlAsync(int type, byte[] body, CancellationToken cancellationToken) =>
        SendAsync(((uint)Control << 16) | (uint)type, flags: 0, body, cancellationToken);

    private async Task SendAsync(uint first, byte flags, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var frame = ArrayPool<byte>.Shared.Rent(HeadLength + body.Length);
        try
        {
            BinaryPrimitives.WriteUInt32BigEndian(frame, first);
            BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), (flags << 24) | body.Length);
            body.CopyTo(frame.AsMemory(HeadLength));
            await _sending.WaitAsync(cancellationToken);
            try
            {
                // A frame that was begun is sent to its end: half a frame would cut every stream.
                await transport.WriteAsync(frame.AsMemory(0, HeadLength + body.Length), CancellationToken.None);
            }
            finally
            {
                _sending.Release();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame);
        }
    }
}
