namespace BigBen.ArgoCd.Applications;

/// <summary>A pattern of an AppProject; one that begins with <c>!</c> denies what the rest of it matches.</summary>
/// <param name="Text">The pattern.</param>
/// <param name="Separator">What <c>*</c> does not match; null where it matches everything.</param>
internal sealed record ProjectPattern(string Text, char? Separator = null)
{
    /// <summary>Whether it denies.</summary>
    public bool IsDenial => Text.StartsWith('!');

    /// <summary>Whether it matches a text; a denial matches all that it does not deny.</summary>
    public bool Matches(string text) => IsDenial ? !Glob.Matches(Text[1..], text, Separator) : Glob.Matches(Text, text, Separator);

    /// <summary>The same for the URL of a repository, of which case and <c>.git</c> do not count.</summary>
    public bool MatchesRepository(string url) =>
        (this with { Text = IsDenial ? $"!{Normalize(Text[1..])}" : Normalize(Text) }).Matches(Normalize(url));

    /// <summary>A repository's URL as Argo CD compares them.</summary>
    public static string Normalize(string url)
    {
        var lower = url.Trim().ToLowerInvariant();
        return lower.EndsWith(".git", StringComparison.Ordinal) ? lower[..^4] : lower;
    }
}
