namespace BigBen.Controllers;

/// <summary>Kubernetes' <c>IntOrString</c>: a count, or a share of one.</summary>
internal static class NumberOrPercent
{
    /// <summary>How many that are of a total.</summary>
    /// <param name="value">The field; null for <paramref name="otherwise"/>.</param>
    /// <param name="otherwise">What is meant where nothing is said.</param>
    /// <param name="total">What the share is of.</param>
    /// <param name="roundUp">Whether a part of one counts as one.</param>
    public static int Of(JsonElement? value, string otherwise, int total, bool roundUp)
    {
        if (value is { ValueKind: JsonValueKind.Number } number)
            return number.GetInt32();
        var text = value?.GetString() ?? otherwise;
        var share = (long)int.Parse(text.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture) * total;
        return (int)((share + (roundUp ? 99 : 0)) / 100);
    }
}
