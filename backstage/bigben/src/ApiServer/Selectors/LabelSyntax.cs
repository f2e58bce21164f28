using BigBen.ApiServer.Answers;
using BigBen.Manifests.Validation;
using BigBen.Manifests.Validation.Values;

namespace BigBen.ApiServer.Selectors;

/// <summary>What keys and values of labels may be in a selector, with Kubernetes' errors.</summary>
internal static class LabelSyntax
{
    /// <summary>Checks a label's key.</summary>
    /// <exception cref="StatusException">It cannot be one.</exception>
    public static void CheckKey(string key)
    {
        var errors = Labels.KeyErrors(key).ToList();
        if (errors.Count > 0)
            throw Failures.BadRequest($"unable to parse requirement: {FieldError.Invalid("<nil>", key, string.Join("; ", errors))}");
    }

    /// <summary>Checks the values that a label is compared with.</summary>
    /// <exception cref="StatusException">One cannot be that of a label, or is not a number where one is awaited.</exception>
    public static void CheckValues(string key, LabelOperator comparison, IEnumerable<string> values)
    {
        foreach (var (index, value) in values.Index())
        {
            if (comparison is LabelOperator.GreaterThan or LabelOperator.LessThan
                && !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            {
                var error = FieldError.Invalid($"values[{index}]", value, "for 'Gt', 'Lt' operators, the value must be an integer");
                throw Failures.BadRequest($"unable to parse requirement: {error}");
            }

            if (Labels.ValueErrors(value).ToList() is { Count: > 0 } errors)
            {
                var error = FieldError.Invalid($"values[{index}][{key}]", value, string.Join("; ", errors));
                throw Failures.BadRequest($"unable to parse requirement: {error}");
            }
        }
    }
}
