using System.IO.Compression;

namespace BigBen.ApiServer.Streaming.Spdy;

/// <summary>Writes the header blocks of a connection, which are one zlib stream all together.</summary>
internal sealed class HeaderWriter : IDisposable
{
    private readonly MemoryStream _compressed = new();
    private readonly ZLibStream _deflated;

    public HeaderWriter() => _deflated = new ZLibStream(_compressed, CompressionLevel.Fastest, leaveOpen: true);

    /// <summary>The next header block, of no headers: that there is a reply is all that clients ask for.</summary>
    public byte[] Empty()
    {
        _compressed.SetLength(0);
        _deflated.Write(new byte[sizeof(int)]);
        _deflated.Flush();
        return _compressed.ToArray();
    }

    public void Dispose()
    {
        _deflated.Dispose();
        _compressed.Dispose();
    }
}
