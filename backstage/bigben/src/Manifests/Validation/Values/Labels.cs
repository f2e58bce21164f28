using System.Text;
using System.Text.RegularExpressions;

namespace BigBen.Manifests.Validation.Values;

/// <summary>What keys and values of labels may be, with Kubernetes' errors.</summary>
internal static partial class Labels
{
    private const string NameFormat = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

    private const string NameError =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + $"(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '{NameFormat}')";

    private const string ValueError =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
        + "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
        + $"'({NameFormat})?')";

    /// <summary>A qualified name: the key of a label, an annotation or a taint, the name of a resource.</summary>
    public static IEnumerable<string> KeyErrors(string key)
    {
        var parts = key.Split('/');
        if (parts.Length > 2)
            return [$"a valid label key {NameError} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"];
        return [.. parts.Length == 2 ? PrefixErrors(parts[0]) : [], .. NameErrors(parts[^1])];
    }

    /// <summary>A label's value.</summary>
    public static IEnumerable<string> ValueErrors(string value)
    {
        if (Encoding.UTF8.GetByteCount(value) > 63)
            yield return "must be no more than 63 bytes";
        if (value.Length > 0 && !Name().IsMatch(value))
            yield return ValueError;
    }

    private static IEnumerable<string> PrefixErrors(string prefix) =>
        prefix.Length == 0 ? ["prefix part must be non-empty"] : Names.SubdomainErrors(prefix).Select(error => $"prefix part {error}");

    private static IEnumerable<string> NameErrors(string name)
    {
        if (name.Length == 0)
            yield return "name part must be non-empty";
        else if (Encoding.UTF8.GetByteCount(name) > 63)
            yield return "name part must be no more than 63 bytes";
        if (!Name().IsMatch(name))
            yield return $"name part {NameError}";
    }

    [GeneratedRegex(@"\A" + NameFormat + @"\z")]
    private static partial Regex Name();
}
