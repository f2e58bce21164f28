using System.Text;
using System.Text.RegularExpressions;

namespace BigBen.Manifests.Validation.Values;

/// <summary>What names may be, with Kubernetes' errors: those of <c>k8s.io/apimachinery/pkg/util/validation</c>.</summary>
internal static partial class Names
{
    private const string LabelFormat = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string SubdomainFormat = LabelFormat + @"(\." + LabelFormat + ")*";

    private const string LabelError =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric "
        + $"character (e.g. 'my-name',  or '123-abc', regex used for validation is '{LabelFormat}')";

    /// <summary>What is said of a name that is not a DNS subdomain.</summary>
    public const string SubdomainError =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an "
        + $"alphanumeric character (e.g. 'example.com', regex used for validation is '{SubdomainFormat}')";

    private const string WildcardError =
        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case "
        + "alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is "
        + $@"'\*\.{SubdomainFormat}')";

    private const string KeyError =
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', "
        + "regex used for validation is '[-._a-zA-Z0-9]+')";

    private const string VariableError = "a valid environment variable name must consist only of printable ASCII characters other than '='";

    private const string HeaderError =
        "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is "
        + "'[-A-Za-z0-9]+')";

    /// <summary>A DNS label: a Service's name.</summary>
    public static IEnumerable<string> LabelErrors(string name)
    {
        if (TooLong(name, 63) is { } length)
            yield return length;
        if (!Label().IsMatch(name))
            yield return IsSubdomain(name) ? "must not contain dots" : LabelError;
    }

    /// <summary>Whether a name is a DNS subdomain, however long.</summary>
    public static bool IsSubdomain(string name) => Subdomain().IsMatch(name);

    /// <summary>A DNS subdomain: most objects' names.</summary>
    public static IEnumerable<string> SubdomainErrors(string name)
    {
        if (TooLong(name, 253) is { } length)
            yield return length;
        if (!IsSubdomain(name))
            yield return SubdomainError;
    }

    /// <summary>A DNS subdomain whose first part is an asterisk.</summary>
    public static IEnumerable<string> WildcardErrors(string name)
    {
        if (TooLong(name, 253) is { } length)
            yield return length;
        if (!name.StartsWith("*.", StringComparison.Ordinal) || !IsSubdomain(name[2..]))
            yield return WildcardError;
    }

    /// <summary>A host of a route: a subdomain, its first part maybe an asterisk.</summary>
    public static IEnumerable<string> HostErrors(string name) => name.Contains('*') ? WildcardErrors(name) : SubdomainErrors(name);

    /// <summary>A part of a path, which the names of kinds without other rules must be.</summary>
    public static IEnumerable<string> PathSegmentErrors(string name)
    {
        if (name is "." or "..")
            yield return $"may not be '{name}'";
        foreach (var character in "/%".Where(name.Contains))
            yield return $"may not contain '{character}'";
    }

    /// <summary>A key of a ConfigMap or Secret.</summary>
    public static IEnumerable<string> KeyErrors(string key)
    {
        if (TooLong(key, 253) is { } length)
            yield return length;
        if (!Key().IsMatch(key))
            yield return KeyError;
        if (key is "." or "..")
            yield return $"must not be '{key}'";
        else if (key.StartsWith("..", StringComparison.Ordinal))
            yield return "must not start with '..'";
    }

    /// <summary>The name of an environment variable.</summary>
    public static IEnumerable<string> VariableErrors(string name) =>
        name.Any(character => character is < ' ' or > '~' or '=') ? [VariableError] : [];

    /// <summary>The name of an HTTP header.</summary>
    public static IEnumerable<string> HeaderErrors(string name) => Header().IsMatch(name) ? [] : [HeaderError];

    private static string? TooLong(string text, int most) =>
        Encoding.UTF8.GetByteCount(text) > most ? $"must be no more than {most} characters" : null;

    [GeneratedRegex(@"\A" + LabelFormat + @"\z")]
    private static partial Regex Label();

    [GeneratedRegex(@"\A" + SubdomainFormat + @"\z")]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"\A[-._a-zA-Z0-9]+\z")]
    private static partial Regex Key();

    [GeneratedRegex(@"\A[-A-Za-z0-9]+\z")]
    private static partial Regex Header();
}
