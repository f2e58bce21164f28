using System.Text.RegularExpressions;

namespace BigBen.Foundation;

/// <summary>
/// What an unquoted YAML scalar means to Helm, kubectl and Argo CD: that of their library (sigs.k8s.io/yaml), which is YAML 1.1 in that
/// <c>yes</c> and <c>on</c> are booleans and <c>0400</c> is octal, but has neither its base 60 nor its dates.
/// </summary>
internal static partial class YamlScalar
{
    /// <summary>The value of a plain scalar; null is YAML's null.</summary>
    /// <exception cref="FormatException">The scalar is an infinity or no number, which JSON cannot hold.</exception>
    public static JsonNode? Resolve(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE" or "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON":
                return JsonValue.Create(true);
            case "false" or "False" or "FALSE" or "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF":
                return JsonValue.Create(false);
        }

        if (text[0] is not (>= '0' and <= '9' or '+' or '-' or '.'))
            return JsonValue.Create(text);
        if (NotFinite().IsMatch(text))
            throw new FormatException($"'{text}' has no place in JSON");
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        if (Based().Match(digits) is { Success: true } based)
            return Whole(based);
        return Number().IsMatch(digits) ? Decimal(digits) : JsonValue.Create(text);
    }

    /// <summary>Whether a string can stand in YAML without quotes and be read as that very string, by YAML 1.1 readers too.</summary>
    public static bool IsPlainString(string text) =>
        Word().IsMatch(text) && !OldBoolean().IsMatch(text) && Resolve(text) is JsonValue value && value.TryGetValue<string>(out _);

    private static JsonValue Whole(Match match)
    {
        var radix = match.Groups["prefix"].Value.ToUpperInvariant() switch { "0X" => 16, "0B" => 2, _ => 8 };
        var value = match.Groups["digits"].Value.Aggregate(
            0L, (sum, digit) => checked((sum * radix) + int.Parse([digit], NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
        return JsonValue.Create(match.Groups["sign"].Value == "-" ? -value : value);
    }

    private static JsonValue Decimal(string digits) =>
        long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : JsonValue.Create(double.Parse(digits, CultureInfo.InvariantCulture));

    [GeneratedRegex(
        @"^(?<sign>[-+]?)((?<prefix>0[xX])(?<digits>[0-9a-fA-F]+)|(?<prefix>0[bB])(?<digits>[01]+)|(?<prefix>0[oO]?)(?<digits>[0-7]+))\z")]
    private static partial Regex Based();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Number();

    [GeneratedRegex(@"^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z")]
    private static partial Regex NotFinite();

    [GeneratedRegex(@"^[A-Za-z0-9_./][A-Za-z0-9_./@+\-]*(:[A-Za-z0-9_./@+\-]+)*\z")]
    private static partial Regex Word();

    [GeneratedRegex(@"^(y|Y|n|N|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|[0-9_]+(:[0-9_]+)+|[-+]?[0-9][0-9_]*)\z")]
    private static partial Regex OldBoolean();
}
