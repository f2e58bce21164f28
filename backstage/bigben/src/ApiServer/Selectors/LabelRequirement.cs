using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Selectors;

/// <summary>What one label must be.</summary>
/// <param name="Key">The label's key.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Values">With what.</param>
internal sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlyCollection<string> Values)
{
    /// <summary>Whether an object's labels are as required.</summary>
    public bool Matches(JsonElement value)
    {
        var label = value.TextAt("metadata", "labels", Key);
        return Operator switch
        {
            LabelOperator.Exists => label is not null,
            LabelOperator.DoesNotExist => label is null,
            LabelOperator.In => label is not null && Values.Contains(label),
            LabelOperator.NotIn => label is null || !Values.Contains(label),
            LabelOperator.GreaterThan => Compare(label) > 0,
            LabelOperator.LessThan => Compare(label) < 0,
            _ => throw new InvalidOperationException($"no such operator: {Operator}"),
        };
    }

    private int? Compare(string? label) =>
        long.TryParse(label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number.CompareTo(long.Parse(Values.First(), CultureInfo.InvariantCulture))
            : null;
}
