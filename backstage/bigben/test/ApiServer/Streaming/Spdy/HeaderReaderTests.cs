using System.IO.Compression;
using BigBen.ApiServer.Streaming.Spdy;

namespace BigBen.Tests.ApiServer.Streaming.Spdy;

public class HeaderReaderTests
{
    [Fact]
    public void The_dictionary_is_that_of_the_protocol()
    {
        // RFC 1950: the checksum that a zlib stream names its dictionary by; SPDY/3's is known from every such stream.
        uint a = 1, b = 0;
        foreach (var value in HeaderDictionary.Bytes.Span)
            (a, b) = ((a + value) % 65521, (a + value + b) % 65521);

        ((b << 16) | a).ShouldBe(0xe3c6a7c2);
    }

    [Fact]
    public void Blocks_that_kubectl_sent_are_read_in_their_order()
    {
        using var reader = new HeaderReader();

        reader.Read(Convert.FromHexString(Blocks[0])).ShouldBe(Headers("error"), ignoreOrder: true);
        reader.Read(Convert.FromHexString(Blocks[1])).ShouldBe(Headers("data"), ignoreOrder: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("78bb")]
    [InlineData("78bbe3c6a7c2")]
    [InlineData("78bbe3c6a7c2ffffffff")]
    public void What_is_no_block_is_refused(string block)
    {
        using var reader = new HeaderReader();

        Should.Throw<InvalidDataException>(() => reader.Read(Convert.FromHexString(block)));
    }

    [Fact]
    public void What_is_written_is_one_zlib_stream_of_empty_blocks()
    {
        using var writer = new HeaderWriter();
        using var sent = new MemoryStream([.. writer.Empty(), .. writer.Empty()]);
        using var read = new ZLibStream(sent, CompressionMode.Decompress);
        var bytes = new byte[8];

        read.ReadExactly(bytes);

        bytes.ShouldAllBe(value => value == 0);
    }

    // The two of the first connection of kubectl 1.36.3 (--v=9 shows them).
    private static readonly string[] Blocks =
    [
        "78f9e3c6a7c202253a703a2b294a4dcc851625aca9a0808614cb45e01c606160084a9f9c459068cc04256f460300000000ffff",
        "c2aa19540e2512d60b000000ffff",
    ];

    private static Dictionary<string, string> Headers(string type) =>
        new() { ["streamtype"] = type, ["port"] = "8011", ["requestid"] = "0" };
}
