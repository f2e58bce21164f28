using System.Globalization;

namespace BigBen.ApiServer.Tables;

/// <summary>Adds Kubernetes' quantities, such as <c>250m</c> and <c>64Mi</c>, and writes the sum in its shortest exact form.</summary>
internal static class Quantity
{
    // The largest first, as the shortest form is looked for.
    private static readonly (string Suffix, decimal Factor)[] Binary =
    [
        ("Ei", 1L << 60), ("Pi", 1L << 50), ("Ti", 1L << 40), ("Gi", 1L << 30), ("Mi", 1L << 20), ("Ki", 1L << 10),
    ];

    private static readonly (string Suffix, decimal Factor)[] Decimal =
    [
        ("E", 1e18m), ("P", 1e15m), ("T", 1e12m), ("G", 1e9m), ("M", 1e6m), ("k", 1e3m), ("", 1m), ("m", 1e-3m), ("u", 1e-6m), ("n", 1e-9m),
    ];

    /// <summary>The sum; binary where every quantity is.</summary>
    /// <exception cref="FormatException">One of them is no quantity.</exception>
    public static string Sum(IEnumerable<string> quantities)
    {
        var parsed = quantities.Select(Parse).ToList();
        var sum = parsed.Sum(quantity => quantity.Value);
        var units = parsed.Count > 0 && parsed.TrueForAll(quantity => quantity.Binary) ? [.. Binary, ("", 1m)] : Decimal;
        var (suffix, factor) = units.FirstOrDefault(unit => sum % unit.Factor == 0, units[^1]);
        return sum == 0 ? "0" : $"{(sum / factor).ToString("0.#########", CultureInfo.InvariantCulture)}{suffix}";
    }

    private static (decimal Value, bool Binary) Parse(string text)
    {
        // Every text ends in the empty suffix; it is the unit only where no other one is.
        var (suffix, factor) = Binary.Concat(Decimal)
            .OrderByDescending(unit => unit.Suffix.Length)
            .First(unit => text.EndsWith(unit.Suffix, StringComparison.Ordinal));
        var number = decimal.Parse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.Float, CultureInfo.InvariantCulture);
        return (number * factor, suffix.EndsWith('i'));
    }
}
