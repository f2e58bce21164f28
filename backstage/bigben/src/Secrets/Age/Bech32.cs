namespace BigBen.Secrets.Age;

/// <summary>Bytes as words with a checksum, which is how age writes keys (BIP 173, without its limit of 90 characters).</summary>
internal static class Bech32
{
    private const string Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const int ChecksumLength = 6;

    // BIP 173.
    private static readonly uint[] Generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    /// <summary>The text of <paramref name="data"/> in lower case.</summary>
    /// <param name="prefix">What it starts with, before the 1; in lower case.</param>
    /// <param name="data">The bytes.</param>
    public static string Encode(string prefix, ReadOnlySpan<byte> data)
    {
        var words = Regroup(data.ToArray(), 8, 5, pad: true)!;
        var sum = Checksum([.. Expand(prefix), .. words, .. new byte[ChecksumLength]]) ^ 1;
        var check = Enumerable.Range(0, ChecksumLength).Select(i => (byte)((sum >> (5 * (5 - i))) & 31));
        return $"{prefix}1{string.Concat(words.Concat(check).Select(word => Alphabet[word]))}";
    }

    /// <summary>The bytes of a text, or null where it is none with this prefix or a letter of it is wrong.</summary>
    /// <param name="prefix">What it must start with, before the 1; in lower case.</param>
    /// <param name="text">All lower or all upper case.</param>
    public static byte[]? Decode(string prefix, string text)
    {
        var lower = text.ToLowerInvariant();
        if ((text.Any(char.IsUpper) && text.Any(char.IsLower)) || !lower.StartsWith($"{prefix}1", StringComparison.Ordinal))
            return null;
        var words = lower[(prefix.Length + 1)..].Select(letter => Alphabet.IndexOf(letter, StringComparison.Ordinal)).ToList();
        if (words.Count < ChecksumLength || words.Contains(-1))
            return null;
        var bytes = words.ConvertAll(word => (byte)word);
        return Checksum([.. Expand(prefix), .. bytes]) == 1 ? Regroup([.. bytes.SkipLast(ChecksumLength)], 5, 8, pad: false) : null;
    }

    private static IEnumerable<byte> Expand(string prefix) =>
        [.. prefix.Select(letter => (byte)(letter >> 5)), 0, .. prefix.Select(letter => (byte)(letter & 31))];

    private static uint Checksum(byte[] words)
    {
        var sum = 1u;
        foreach (var word in words)
        {
            var top = sum >> 25;
            sum = ((sum & 0x1ffffff) << 5) ^ word;
            for (var i = 0; i < Generator.Length; i++)
                sum ^= ((top >> i) & 1) == 1 ? Generator[i] : 0;
        }

        return sum;
    }

    private static byte[]? Regroup(byte[] data, int from, int to, bool pad)
    {
        var (held, bits, result) = (0, 0, new List<byte>());
        foreach (var value in data)
        {
            held = ((held << from) | value) & 0xfff;
            bits += from;
            while (bits >= to)
            {
                bits -= to;
                result.Add((byte)((held >> bits) & ((1 << to) - 1)));
            }
        }

        if (pad && bits > 0)
            result.Add((byte)((held << (to - bits)) & ((1 << to) - 1)));
        return !pad && (bits >= from || (held & ((1 << bits) - 1)) != 0) ? null : [.. result];
    }
}
