using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace BigBen.ApiServer.Streaming.Spdy;

/// <summary>
/// Reads the header blocks of a connection, which are one zlib stream all together. What .NET inflates has no dictionary: an uncompressed
/// block of the dictionary before the first header block is the same to it.
/// </summary>
internal sealed class HeaderReader : IDisposable
{
    // A client of ours sends four short headers.
    private const int LongestBlock = 64 * 1024;

    // RFC 1950: two bytes, the second with this flag where the dictionary's checksum follows.
    private const int HasDictionary = 0x20;

    private readonly MemoryStream _compressed = new();
    private readonly DeflateStream _inflated;
    private bool _begun;

    public HeaderReader() => _inflated = new DeflateStream(_compressed, CompressionMode.Decompress);

    /// <summary>Reads the next header block.</summary>
    /// <param name="block">The block, as it was sent.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public Dictionary<string, string> Read(ReadOnlySpan<byte> block)
    {
        try
        {
            if (!_begun)
                block = Begin(block);
            Feed(block);
            var headers = new Dictionary<string, string>();
            for (var count = Number(); count > 0; count--)
                headers[Text()] = Text();
            return headers;
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("a header block is cut off", e);
        }
    }

    public void Dispose()
    {
        _inflated.Dispose();
        _compressed.Dispose();
    }

    private ReadOnlySpan<byte> Begin(ReadOnlySpan<byte> block)
    {
        _begun = true;
        var skipped = block.Length >= 2 && (block[1] & HasDictionary) != 0 ? 6 : 2;
        if (block.Length < skipped)
            throw new InvalidDataException("a header block is cut off");
        var dictionary = HeaderDictionary.Bytes.Span;
        // RFC 1951, 3.2.4: not the last block, stored; its length, and the length's complement.
        Span<byte> stored = stackalloc byte[5];
        BinaryPrimitives.WriteUInt16LittleEndian(stored[1..], (ushort)dictionary.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(stored[3..], (ushort)~dictionary.Length);
        Feed([.. stored, .. dictionary]);
        _inflated.ReadExactly(new byte[dictionary.Length]);
        return block[skipped..];
    }

    private void Feed(ReadOnlySpan<byte> bytes)
    {
        // What was fed before may not be read to its end yet.
        var rest = _compressed.GetBuffer().AsSpan((int)_compressed.Position, (int)(_compressed.Length - _compressed.Position)).ToArray();
        _compressed.SetLength(0);
        _compressed.Write(rest);
        _compressed.Write(bytes);
        _compressed.Position = 0;
    }

    private string Text()
    {
        var length = Number();
        if (length is < 0 or > LongestBlock)
            throw new InvalidDataException("a header is too long");
        var bytes = new byte[length];
        _inflated.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private int Number()
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        _inflated.ReadExactly(bytes);
        return BinaryPrimitives.ReadInt32BigEndian(bytes);
    }
}
