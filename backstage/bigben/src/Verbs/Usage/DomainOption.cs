using System.CommandLine;
using System.Text.RegularExpressions;

namespace BigBen.Verbs.Usage;

/// <summary>An option whose value is a domain.</summary>
internal static partial class DomainOption
{
    private const string Name = "--domain";

    /// <summary>The option <c>--domain</c>.</summary>
    /// <param name="description">What it is for.</param>
    /// <param name="mayBeEmpty">Whether its value may be empty.</param>
    public static Option<string?> Create(string description, bool mayBeEmpty = false)
    {
        var option = mayBeEmpty ? new OptionalText(Name) : new Option<string?>(Name);
        (option.Description, option.HelpName) = (description, "NAME");
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(mayBeEmpty && token.Value.Length == 0) && !Pattern().IsMatch(token.Value))
                result.AddError($"'{token.Value}' is not a domain for --domain: labels of a-z, 0-9 and -, such as example.localhost.");
        });
        return option;
    }

    // Names of hosts are at most 253 characters (RFC 1123), and the longest before it is an environment's prefix and a service.
    [GeneratedRegex(@"^(?=.{1,120}\z)[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)*\z")]
    private static partial Regex Pattern();
}
