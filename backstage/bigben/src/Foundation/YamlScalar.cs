using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BigBen.Foundation;

/// <summary>What an unquoted YAML scalar means: the core schema of YAML 1.2.2, section 10.3.2.</summary>
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
            case "true" or "True" or "TRUE":
                return JsonValue.Create(true);
            case "false" or "False" or "FALSE":
                return JsonValue.Create(false);
        }

        if (text[0] is not (>= '0' and <= '9' or '+' or '-' or '.'))
            return JsonValue.Create(text);
        if (Integer().IsMatch(text))
            return Whole(text);
        if (Octal().IsMatch(text))
            return JsonValue.Create(Convert.ToInt64(text[2..], 8));
        if (Hexadecimal().IsMatch(text))
            return JsonValue.Create(long.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        if (Float().IsMatch(text))
            return JsonValue.Create(double.Parse(text, CultureInfo.InvariantCulture));
        return NotFinite().IsMatch(text)
            ? throw new FormatException($"'{text}' has no place in JSON")
            : JsonValue.Create(text);
    }

    /// <summary>Whether a string can stand in YAML without quotes and be read as that very string, by YAML 1.1 readers too.</summary>
    public static bool IsPlainString(string text) =>
        Word().IsMatch(text) && !OldBoolean().IsMatch(text) && Resolve(text) is JsonValue value && value.TryGetValue<string>(out _);

    private static JsonValue Whole(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : JsonValue.Create(double.Parse(text, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^[-+]?[0-9]+\z")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^0o[0-7]{1,20}\z")]
    private static partial Regex Octal();

    [GeneratedRegex(@"^0x[0-9a-fA-F]{1,15}\z")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Float();

    [GeneratedRegex(@"^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z")]
    private static partial Regex NotFinite();

    [GeneratedRegex(@"^[A-Za-z0-9_./][A-Za-z0-9_./@+\-]*(:[A-Za-z0-9_./@+\-]+)*\z")]
    private static partial Regex Word();

    [GeneratedRegex(@"^(y|Y|n|N|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|[0-9_]+(:[0-9_]+)+|[-+]?[0-9][0-9_]*)\z")]
    private static partial Regex OldBoolean();
}
