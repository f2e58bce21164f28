namespace BigBen.Hostile.Http;

/// <summary>What goes wrong with bytes on their way.</summary>
internal static class Damage
{
    /// <summary>The bytes with one thing wrong.</summary>
    public static byte[] To(Dice dice, byte[] bytes)
    {
        if (bytes.Length == 0)
            return dice.Bytes(20);
        var at = dice.Below(bytes.Length);
        var span = Math.Min(1 + dice.Below(30), bytes.Length - at);
        return dice.Below(7) switch
        {
            0 => bytes[..at],
            1 => [.. bytes[..at], (byte)dice.Below(256), .. bytes[(at + 1)..]],
            2 => [.. bytes[..at], .. bytes[(at + span)..]],
            3 => [.. bytes[..at], .. bytes[at..(at + span)], .. bytes[at..]],
            4 => [.. bytes[..at], .. dice.Bytes(span), .. bytes[at..]],
            5 => [.. bytes, .. bytes],
            _ => [.. bytes.Select(value => value == (byte)'\r' ? (byte)'\n' : value)],
        };
    }
}
