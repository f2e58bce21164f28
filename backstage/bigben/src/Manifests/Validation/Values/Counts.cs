using System.Text.RegularExpressions;

namespace BigBen.Manifests.Validation.Values;

/// <summary>Counts that may be given as a share, such as <c>25%</c>.</summary>
internal static partial class Counts
{
    /// <summary>A count from 0, or a percentage.</summary>
    public static void BeCountOrPercent(Field field)
    {
        if (field.IsNumber)
            Must.BeAtLeast(0)(field);
        else if (field.Exists && !Percent().IsMatch(field.Text))
        {
            field.Invalid(
                "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for "
                + "validation is '[0-9]+%')");
        }
    }

    /// <summary>Not more than all.</summary>
    public static void BeAtMostAll(Field field)
    {
        if (!field.IsNumber && Percent().IsMatch(field.Text) && ValueOf(field) > 100)
            field.Invalid("must not be greater than 100%");
    }

    /// <summary>The number before the percent sign, or the count; 0 for what is neither.</summary>
    public static long ValueOf(Field field) =>
        field.Number ?? (field.Text.EndsWith('%') && long.TryParse(field.Text[..^1], out var share) ? share : 0);

    [GeneratedRegex(@"\A[0-9]+%\z")]
    private static partial Regex Percent();
}
