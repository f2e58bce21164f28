using System.Text;

namespace BigBen.Hostile.Http;

/// <summary>What comes after a head, and the lines of the head that say how long it is.</summary>
internal static class Bodies
{
    private static readonly string[] Types = ["application/json", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data"];

    private static readonly string[] OddChunks =
    [
        "-1\r\n\r\n", "zz\r\n\r\n", "5\r\nab", "0\r\n", "5\r\nabcdef\r\n0\r\n\r\n", "ffffffffffffffffff\r\n", "0;a=b\r\n\r\n",
        "5\nabcde\n0\n\n",
        "0\r\nX: y\r\n\r\n", "5 \r\nabcde\r\n0\r\n\r\n", "", "0x5\r\nabcde\r\n0\r\n\r\n", "7fffffff\r\nabc",
        "0\r\nContent-Length: 5\r\n\r\nGET / HTTP",
    ];

    private static readonly string[] OddLengths =
        ["-1", "abc", "1e3", "+5", " 5 5", "99999999999999999999", "5, 5", "5, 6", "0x5", "", "100000"];

    /// <summary>Adds the lines to the head.</summary>
    /// <returns>The body.</returns>
    public static byte[] Of(Dice dice, bool isSound, StringBuilder head)
    {
        if (dice.Chance(55))
            return [];
        var text = Text(dice);
        head.Append($"Content-Type: {dice.Pick(Types)}\r\n");
        if (isSound || dice.Chance(30))
        {
            if (dice.Chance(70))
                head.Append($"Content-Length: {text.Length}\r\n");
            else
                (text, _) = (Chunked(text), head.Append("Transfer-Encoding: chunked\r\n"));
            return text;
        }

        switch (dice.Below(4))
        {
            case 0:
                head.Append("Transfer-Encoding: chunked\r\n");
                return Encoding.Latin1.GetBytes(dice.Pick(OddChunks));
            case 1:
                head.Append($"Content-Length: {dice.Pick(OddLengths)}\r\n");
                return text;
            case 2:
                head.Append($"Content-Length: {text.Length}\r\nTransfer-Encoding: chunked\r\n");
                return text;
            default:
                head.Append($"Content-Length: {text.Length + dice.Below(20)}\r\n");
                return text;
        }
    }

    private static byte[] Text(Dice dice) => dice.Below(4) switch
    {
        0 => dice.Bytes(dice.Pick([1, 10, 1000, 20_000])),
        1 => Encoding.UTF8.GetBytes($"service={Uri.EscapeDataString(Pools.Text(dice))}&token=%zz&&=&{Pools.Text(dice)}"),
        2 => Encoding.UTF8.GetBytes(Request(dice)),
        _ => Encoding.UTF8.GetBytes(Pools.Json(dice)),
    };

    // Shaped like what the console's API reads, and never one that something is done for.
    private static string Request(Dice dice)
    {
        var field = dice.Pick(["ref", "old", "new", "version", "revision", "service", "environment", "force"]);
        return $$"""{ "{{field}}": {{Pools.Json(dice)}}, "ref": "refs/heads/no{{dice.Below(9)}}", "service": "none", "version": "none" }""";
    }

    private static byte[] Chunked(byte[] text) =>
        text.Length == 0
            ? "0\r\n\r\n"u8.ToArray()
            : [.. Encoding.ASCII.GetBytes($"{text.Length:x}\r\n"), .. text, .. "\r\n0\r\n\r\n"u8];
}
