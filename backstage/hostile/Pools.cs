namespace BigBen.Hostile;

/// <summary>Values that programs trip over.</summary>
internal static class Pools
{
    private static readonly string[] Texts =
    [
        "", " ", "a", "\u0000", "\u00e4\u00f6\u00fc", "\u202e", "\ufeff", "\ud83d\ude00", "'", "\"", "\\", "`", "$(id)", "${x}", "{{.}}",
        "%s%n", "../../etc/passwd", "<script>alert(1)</script>", "null", "true", "0", "-1", "1e999", "9223372036854775808", "NaN",
        "2147483648", "0x10", "1,2", "a=b", "a in (b", "a,,b", "!a", "\t", "a\r\nX: y", "a/b", "a/b/c", ".", "..", "-a", "A_B",
        "\u001b[31m", "*", "?", "#", ":", "=", ",",
    ];

    private static readonly int[] Lengths = [63, 64, 253, 254, 5000];

    /// <summary>A text.</summary>
    public static string Text(Dice dice) => dice.Chance(6) ? new string('x', dice.Pick(Lengths)) : dice.Pick(Texts);

    /// <summary>JSON of any kind, also none.</summary>
    public static string Json(Dice dice) => dice.Pick(Jsons);

    private static readonly string[] Jsons =
    [
        "", "{}", "[]", "null", "true", "0", "-1", "1e400", "\"\"", "\"a\"", "{", "}", "[", "{\"a\":}", "{\"a\":1,\"a\":2}", "{'a':1}",
        "[[[[[[[[[[]]]]]]]]]]", "\"\\ud800\"", "\"\\u0000\"", "{\"\\ud800\":1}", "NaN", "{\"a\":1}{\"a\":1}", "\ufeff{}", "// a\n{}",
        "{\"a\":[null,{}]}", "1.0", "99999999999999999999", "{\"\":\"\"}", "[{}]", "\u0000",
    ];
}
