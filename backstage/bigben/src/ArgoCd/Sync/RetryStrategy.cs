using System.Globalization;
using System.Text.Json;
using BigBen.ApiServer.Resources;

namespace BigBen.ArgoCd.Sync;

/// <summary>When a failed sync is tried again: the <c>retry</c> of an operation.</summary>
/// <param name="Limit">How often at most; negative for without end.</param>
/// <param name="Duration">The first wait.</param>
/// <param name="Factor">How much longer each wait is than the one before.</param>
/// <param name="MaxDuration">The longest wait.</param>
internal sealed record RetryStrategy(long Limit, TimeSpan Duration, double Factor, TimeSpan MaxDuration)
{
    public static RetryStrategy Read(JsonElement operation) => new(
        operation.NumberAt("retry", "limit") ?? 0,
        Time(operation.TextAt("retry", "backoff", "duration"), TimeSpan.FromSeconds(5)),
        operation.NumberAt("retry", "backoff", "factor") ?? 2,
        Time(operation.TextAt("retry", "backoff", "maxDuration"), TimeSpan.FromMinutes(3)));

    /// <summary>How long to wait before an attempt; the first retry is 0.</summary>
    public TimeSpan Wait(long attempt) =>
        TimeSpan.FromTicks((long)Math.Min(Duration.Ticks * Math.Pow(Factor, attempt), MaxDuration.Ticks));

    // Go's durations, such as 5s, 1m30s; a plain number counts seconds.
    private static TimeSpan Time(string? text, TimeSpan otherwise)
    {
        if (text is null)
            return otherwise;
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

            if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount))
                return otherwise;
            sum += letter switch
            {
                'h' => TimeSpan.FromHours(amount),
                'm' => TimeSpan.FromMinutes(amount),
                's' => TimeSpan.FromSeconds(amount),
                _ => TimeSpan.FromMilliseconds(amount),
            };
            number = "";
        }

        return number.Length > 0 ? otherwise : sum;
    }
}
