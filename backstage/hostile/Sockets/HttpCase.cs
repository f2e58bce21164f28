using System.Text;
using System.Text.RegularExpressions;

namespace BigBen.Hostile.Sockets;

/// <summary>What is sent, byte by byte.</summary>
/// <param name="Door">Where.</param>
/// <param name="Request">The bytes.</param>
internal sealed partial record HttpCase(Door Door, byte[] Request)
{
    private const int Shown = 1500;

    // Watches, logs that are followed, and the console's events.
    private static readonly string[] Endless = ["watch", "follow", "/logs", "/stream"];

    /// <summary>Whether it is a request by every rule: it has to be answered, and the next one may use its connection.</summary>
    public bool IsSound { get; init; }

    /// <summary>Whether its answer has no body.</summary>
    public bool IsHead => Request.AsSpan().StartsWith("HEAD "u8);

    /// <summary>Whether the answer may go on for ever, so that its head is enough.</summary>
    public bool MayNotEnd
    {
        get
        {
            var line = Encoding.Latin1.GetString(Request.AsSpan(0, Math.Max(0, Request.AsSpan().IndexOf((byte)'\n'))));
            return Endless.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>The beginning of it as a C string.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var value in Request.AsSpan(0, Math.Min(Request.Length, Shown)))
        {
            text.Append(value switch
            {
                (byte)'\r' => @"\r",
                (byte)'\n' => @"\n",
                (byte)'\\' => @"\\",
                < 0x20 or > 0x7e => $@"\x{value:x2}",
                _ => ((char)value).ToString(),
            });
        }

        return $"{Door} {Token().Replace($"{text}", "Bearer $TOKEN")}{(Request.Length > Shown ? $"… ({Request.Length} bytes)" : "")}";
    }

    [GeneratedRegex("Bearer [0-9a-f]{64}")]
    private static partial Regex Token();
}
