using System.Numerics;

namespace BigBen.Manifests.Validation.Values;

/// <summary>
/// An amount of a resource in any form that Kubernetes reads: <c>1</c>, <c>0.5</c>, <c>1e3</c>, <c>100m</c>, <c>2P</c>, <c>64Mi</c>.
/// </summary>
internal sealed class Quantity : IComparable<Quantity>
{
    private const string WrongFormat = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    private const string WrongSuffix = "unable to parse quantity's suffix";
    private const string Letters = "eEinumkKMGTP";

    // The smallest part that Kubernetes keeps is a billionth; what is finer is rounded up.
    private static readonly BigInteger One = BigInteger.Pow(10, 9);
    private static readonly BigInteger Largest = (BigInteger)decimal.MaxValue;
    private static readonly string[] Binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly string[] Decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];

    private readonly BigInteger _billionths;
    private readonly Form _form;

    private Quantity(BigInteger billionths, Form form)
    {
        _billionths = billionths;
        _form = form;
    }

    private enum Form
    {
        Decimal,
        Binary,
        Exponent,
    }

    /// <summary>None of it.</summary>
    public static Quantity Zero { get; } = new(0, Form.Decimal);

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => _billionths.Sign;

    /// <summary>Whether it has no fraction.</summary>
    public bool IsWhole => _billionths % One == 0;

    /// <summary>Its value in the resource's unit: cores, bytes.</summary>
    public decimal Value => (decimal)BigInteger.Clamp(_billionths, -Largest, Largest) / (decimal)One;

    /// <summary>Reads a JSON string or number.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="quantity">The quantity.</param>
    /// <param name="error">Kubernetes' words for what is wrong.</param>
    public static bool TryParse(JsonNode json, out Quantity? quantity, out string error)
    {
        var text = json is JsonValue value && value.TryGetValue<string>(out var given) ? given : json.ToJsonString();
        error = Parse(text.Trim(), out quantity);
        return quantity is not null;
    }

    /// <summary>Reads a text; null where it is not a quantity.</summary>
    public static Quantity? Find(string text)
    {
        Parse(text, out var quantity);
        return quantity;
    }

    /// <summary>The sum, in the form of the first that is not zero.</summary>
    public static Quantity operator +(Quantity one, Quantity other) =>
        new(one._billionths + other._billionths, one._billionths.IsZero ? other._form : one._form);

    /// <summary>Orders by value.</summary>
    public int CompareTo(Quantity? other) => _billionths.CompareTo(other?._billionths ?? 0);

    /// <summary>The shortest exact text of the same kind, as Kubernetes writes it: <c>0.1</c> becomes <c>100m</c>.</summary>
    public override string ToString()
    {
        if (_form == Form.Binary && IsWhole && BigInteger.Abs(_billionths) >= 1024 * One)
            return Shortest(_billionths / One, 1024, Binary);
        if (_billionths.IsZero)
            return "0";
        return _form == Form.Exponent
            ? Shortest(_billionths, 1000, [.. Enumerable.Range(-3, 30).Select(power => power == 0 ? "" : $"e{3 * power}")])
            : Shortest(_billionths, 1000, Decimal);
    }

    private static string Shortest(BigInteger amount, int step, string[] suffixes)
    {
        var index = 0;
        for (; index + 1 < suffixes.Length && amount % step == 0; index++)
            amount /= step;
        return amount.ToString(CultureInfo.InvariantCulture) + suffixes[index];
    }

    private static string Parse(string text, out Quantity? quantity)
    {
        quantity = null;
        var start = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        var end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        var whole = text[start..end];
        var point = end;
        if (end < text.Length && text[end] == '.')
        {
            for (end++; end < text.Length && char.IsAsciiDigit(text[end]);)
                end++;
        }

        var fraction = text[Math.Min(point + 1, end)..end];
        if (whole.Length + fraction.Length == 0 || !IsSuffix(text.AsSpan(end)))
            return WrongFormat;
        if (Factor(text[end..]) is not var (form, up, down))
            return WrongSuffix;
        var amount = BigInteger.Parse($"0{whole}{fraction}", CultureInfo.InvariantCulture) * One * up;
        down *= BigInteger.Pow(10, fraction.Length);
        var rounded = (amount + down - 1) / down;
        quantity = new Quantity(text[0] == '-' ? -rounded : rounded, form);
        return "";
    }

    private static bool IsSuffix(ReadOnlySpan<char> rest)
    {
        var index = 0;
        while (index < rest.Length && Letters.Contains(rest[index]))
            index++;
        if (index < rest.Length && rest[index] is '+' or '-')
            index++;
        return rest[index..].IndexOfAnyExceptInRange('0', '9') < 0;
    }

    private static (Form Form, BigInteger Up, BigInteger Down)? Factor(string suffix)
    {
        if (Array.IndexOf(Decimal, suffix) is >= 0 and var power)
            return (Form.Decimal, BigInteger.Pow(1000, Math.Max(power - 3, 0)), BigInteger.Pow(1000, Math.Max(3 - power, 0)));
        if (Array.IndexOf(Binary, suffix) is > 0 and var step)
            return (Form.Binary, BigInteger.Pow(1024, step), 1);
        return suffix[0] is 'e' or 'E'
            && int.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            // Beyond that Kubernetes has its largest or smallest number anyway.
            ? (Form.Exponent, BigInteger.Pow(10, Math.Clamp(exponent, 0, 40)), BigInteger.Pow(10, Math.Clamp(-exponent, 0, 40)))
            : null;
    }
}
