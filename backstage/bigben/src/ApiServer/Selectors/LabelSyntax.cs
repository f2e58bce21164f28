using System.Globalization;
using System.Text.RegularExpressions;
using BigBen.ApiServer.Answers;

namespace BigBen.ApiServer.Selectors;

/// <summary>What keys and values of labels may be, with Kubernetes' errors.</summary>
internal static partial class LabelSyntax
{
    private const int MaxLength = 63;
    private const int MaxPrefixLength = 253;

    private const string NameError =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private const string ValueError =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
        + "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
        + "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    private const string PrefixError =
        "prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end "
        + "with an alphanumeric character (e.g. 'example.com', regex used for validation is "
        + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    /// <summary>Checks a label's key.</summary>
    /// <exception cref="StatusException">It cannot be one.</exception>
    public static void CheckKey(string key)
    {
        var errors = KeyErrors(key);
        if (errors.Count > 0)
            throw Failures.BadRequest($"unable to parse requirement: {FieldError.Invalid("<nil>", key, string.Join("; ", errors))}");
    }

    /// <summary>Checks the values that a label is compared with.</summary>
    /// <exception cref="StatusException">One cannot be that of a label, or is no number where one is awaited.</exception>
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

            if (Error(value) is { } wrong)
                throw Failures.BadRequest($"unable to parse requirement: {FieldError.Invalid($"values[{index}][{key}]", value, wrong)}");
        }
    }

    private static string? Error(string value)
    {
        if (value.Length > MaxLength)
            return $"must be no more than {MaxLength} characters";
        return value.Length == 0 || Name().IsMatch(value) ? null : ValueError;
    }

    private static List<string> KeyErrors(string key)
    {
        var errors = new List<string>();
        var slash = key.LastIndexOf('/');
        var (prefix, name) = (slash < 0 ? null : key[..slash], key[(slash + 1)..]);
        if (prefix is "")
            errors.Add("prefix part must be non-empty");
        else if (prefix is { Length: > MaxPrefixLength })
            errors.Add($"prefix part must be no more than {MaxPrefixLength} bytes");
        else if (prefix is not null && !Subdomain().IsMatch(prefix))
            errors.Add(PrefixError);
        if (name.Length == 0)
            errors.Add("name part must be non-empty");
        else if (name.Length > MaxLength)
            errors.Add($"name part must be no more than {MaxLength} bytes");
        if (!Name().IsMatch(name))
            errors.Add(NameError);
        return errors;
    }

    [GeneratedRegex(@"\A([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Subdomain();
}
