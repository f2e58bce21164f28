using System.CommandLine;
using System.Text.RegularExpressions;

namespace BigBen.Verbs.Usage;

/// <summary>An option whose value is a domain.</summary>
internal static partial class DomainOption
{
    /// <summary>The option <c>--domain</c>.</summary>
    public static Option<string?> Create(string description)
    {
        var option = new Option<string?>("--domain") { Description = description, HelpName = "NAME" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Pattern().IsMatch(token.Value))
                result.AddError($"'{token.Value}' is not a domain for --domain: labels of a-z, 0-9 and -, such as example.localhost.");
        });
        return option;
    }

    // Names of hosts are at most 253 characters (RFC 1123), and the longest before it is an environment's prefix and a service.
    [GeneratedRegex(@"^(?=.{1,120}\z)[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)*\z")]
    private static partial Regex Pattern();
}
