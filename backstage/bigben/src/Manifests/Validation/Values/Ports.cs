using System.Text.RegularExpressions;

namespace BigBen.Manifests.Validation.Values;

/// <summary>What names and numbers of ports may be, with Kubernetes' errors.</summary>
internal static partial class Ports
{
    /// <summary>The protocols that there are.</summary>
    public static readonly string[] Protocols = ["SCTP", "TCP", "UDP"];

    /// <summary>A number of a port, where there is one.</summary>
    public static Rule BeNumber { get; } = Must.BeBetween(1, 65535);

    /// <summary>A port by number or name, as a probe or a Service names it.</summary>
    public static void BeNumberOrName(Field field)
    {
        if (field.IsNumber)
            BeNumber(field);
        else
            field.Invalid(NameErrors(field.Text));
    }

    /// <summary>The name of a container's port (an IANA service name).</summary>
    public static IEnumerable<string> NameErrors(string name)
    {
        if (name.Length > 15)
            yield return "must be no more than 15 characters";
        if (!Characters().IsMatch(name))
            yield return "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)";
        if (!name.Any(char.IsAsciiLetterLower))
            yield return "must contain at least one letter (a-z)";
        if (name.Contains("--", StringComparison.Ordinal))
            yield return "must not contain consecutive hyphens";
        if (name.StartsWith('-') || name.EndsWith('-'))
            yield return "must not begin or end with a hyphen";
    }

    [GeneratedRegex(@"\A[-a-z0-9]+\z")]
    private static partial Regex Characters();
}
