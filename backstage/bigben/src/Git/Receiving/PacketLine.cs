using System.Text;

namespace BigBen.Git.Receiving;

/// <summary>git's packet lines (gitprotocol-common): four hexadecimal digits of length, then the bytes; "0000" ends a section.</summary>
internal static class PacketLine
{
    /// <summary>
    /// The most bytes of a text: git's whole packets have at most 65,520 bytes, four of which tell the length, and git adds a line break
    /// when it passes a text on.
    /// </summary>
    public const int MostBytes = 65_520 - 4 - 1;

    private static readonly byte[] Cut = "…"u8.ToArray();

    /// <summary>Reads one packet; null for the one that ends a section.</summary>
    /// <exception cref="EndOfStreamException">The other side is gone.</exception>
    /// <exception cref="InvalidDataException">The bytes are not packet.</exception>
    public static async Task<string?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[4];
        await stream.ReadExactlyAsync(head, cancellationToken);
        var isLength = int.TryParse(
            Encoding.ASCII.GetString(head), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length);
        if (!isLength || length is > 0 and < 4)
            throw new InvalidDataException("git sent something that is not a packet line");
        if (length == 0)
            return null;
        var body = new byte[length - 4];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return Encoding.UTF8.GetString(body).TrimEnd('\n');
    }

    /// <summary>Writes one packet; a text that is too long for it ends in "…".</summary>
    public static async Task WriteAsync(Stream stream, string text, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(text);
        if (body.Length > MostBytes)
            body = [.. body.AsSpan(0, WholeCharacters(body, MostBytes - Cut.Length)), .. Cut];
        await stream.WriteAsync(Encoding.ASCII.GetBytes((body.Length + 4).ToString("x4", CultureInfo.InvariantCulture)), cancellationToken);
        await stream.WriteAsync(body, cancellationToken);
    }

    public static async Task EndAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync("0000"u8.ToArray(), cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }
    // A byte 10xxxxxx goes on with the character before it (RFC 3629).
    private static int WholeCharacters(byte[] text, int most)
    {
        while ((text[most] & 0b1100_0000) == 0b1000_0000)
            most--;
        return most;
    }
}
