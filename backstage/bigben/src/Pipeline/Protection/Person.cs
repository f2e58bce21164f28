using System.Text.RegularExpressions;
using BigBen.Git;

namespace BigBen.Pipeline.Protection;

/// <summary>
/// Somebody, as far as it can be known who: on a machine, whom git there says that commits are by, which nobody verifies; in a workflow,
/// the login that GitHub started it for.
/// </summary>
/// <param name="Name">What people call them; empty for a login.</param>
/// <param name="Address">A mail address, or a login of GitHub with <c>@</c> before it.</param>
internal sealed partial record Person(string Name, string Address)
{
    /// <summary>Reads what <see cref="ToString"/> writes; null where the text is nobody.</summary>
    public static Person? TryParse(string? text) =>
        text is not null && Pattern().Match(text) is { Success: true } match
            ? new Person(match.Groups["name"].Value, match.Groups["address"].Value)
            : null;

    /// <summary>Who gives a command in a clone; null where git was not told.</summary>
    public static async Task<Person?> OfThisProcessAsync(string clone, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true")
            return TryParse($"@{Environment.GetEnvironmentVariable("GITHUB_ACTOR")}");
        var git = GitCli.OfCheckout(clone);
        var name = await git.RunAsync(cancellationToken, "config", "user.name");
        var address = await git.RunAsync(cancellationToken, "config", "user.email");
        return TryParse($"{name.Output.Trim()} <{address.Output.Trim()}>");
    }

    /// <summary>Whom git names for an object: who made the tag, or the commit.</summary>
    public static async Task<Person?> OfObjectAsync(GitCli git, string id, CancellationToken cancellationToken) =>
        TryParse(Maker().Match(await git.OutputAsync(cancellationToken, "cat-file", "-p", id)).Groups["person"].Value);

    /// <summary>Whether it is the same one, whatever they call themselves.</summary>
    public bool Is(Person other) => IsIn([other.Address]);

    /// <summary>Whether a list of addresses and logins has them.</summary>
    public bool IsIn(IEnumerable<string> listed) => listed.Contains(Address, StringComparer.OrdinalIgnoreCase);

    /// <summary>As git writes people, and GitHub its logins.</summary>
    public override string ToString() => Name.Length == 0 && Address.StartsWith('@') ? Address : $"{Name} <{Address}>".TrimStart();

    [GeneratedRegex(@"^(?:tagger|committer) (?<person>.*>)", RegexOptions.Multiline)]
    private static partial Regex Maker();

    [GeneratedRegex(@"^(?:(?<address>@[A-Za-z0-9][A-Za-z0-9\[\]-]*)|(?<name>[^<>\p{Cc}]*?) ?<(?<address>[^@<>\s]+@[^@<>\s]+)>)\z")]
    private static partial Regex Pattern();
}
