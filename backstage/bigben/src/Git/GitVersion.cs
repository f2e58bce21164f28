using System.Text.RegularExpressions;

namespace BigBen.Git;

/// <summary>Whether the installed git can do what the forge asks of it.</summary>
public static partial class GitVersion
{
    /// <summary>The oldest git that knows the hook <c>proc-receive</c> (git's release notes of 2.29, October 2020).</summary>
    public static readonly Version Oldest = new(2, 29);

    /// <summary>Asks git for its version.</summary>
    /// <exception cref="PlatformException">git is missing, unreadable or older than <see cref="Oldest"/>.</exception>
    public static async Task<Version> RequireAsync(CancellationToken cancellationToken) =>
        Check(await new Command("git", "version").OutputAsync(cancellationToken));

    internal static Version Check(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success)
            throw new PlatformException($"git says '{text}' where its version was expected: install git {Oldest} or newer.");
        var version = Version.Parse(match.Value);
        return version >= Oldest
            ? version
            : throw new PlatformException(
                $"git {version} is too old: install git {Oldest} or newer, which has the hook that deliveries need.");
    }

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?")]
    private static partial Regex Pattern();
}
