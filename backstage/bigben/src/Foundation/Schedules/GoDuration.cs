namespace BigBen.Foundation.Schedules;

/// <summary>Durations as Go reads and writes them: <c>10s</c>, <c>1m20s</c>, <c>5m0s</c>, <c>200ms</c>.</summary>
internal static class GoDuration
{
    /// <summary>The duration; a plain number counts seconds, as in Argo CD's back-offs. Null where the text is none.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var plain))
            return TimeSpan.FromSeconds(plain);
        var (sum, number) = (TimeSpan.Zero, "");
        foreach (var letter in text.Replace("ms", "u", StringComparison.Ordinal))
        {
            if (char.IsAsciiDigit(letter) || letter == '.')
            {
                number += letter;
                continue;
            }

            if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) || Unit(letter) is not { } unit)
                return null;
            sum += unit * amount;
            number = "";
        }

        return number.Length > 0 || text.Length == 0 ? null : sum;
    }

    /// <summary>The duration in words; parts below a millisecond are left out.</summary>
    public static string Of(TimeSpan time)
    {
        if (time < TimeSpan.FromSeconds(1))
            return time == TimeSpan.Zero ? "0s" : Text($"{time.TotalMilliseconds:0}ms");
        var seconds = Text($"{time.Seconds + (time.Milliseconds / 1000.0):0.###}s");
        return time switch
        {
            { TotalHours: >= 1 } => Text($"{(int)time.TotalHours}h{time.Minutes}m{seconds}"),
            { TotalMinutes: >= 1 } => Text($"{time.Minutes}m{seconds}"),
            _ => seconds,
        };
    }

    private static TimeSpan? Unit(char letter) => letter switch
    {
        'h' => TimeSpan.FromHours(1),
        'm' => TimeSpan.FromMinutes(1),
        's' => TimeSpan.FromSeconds(1),
        'u' => TimeSpan.FromMilliseconds(1),
        _ => null,
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
