using System.Numerics;
using System.Text.RegularExpressions;

namespace BigBen.Pipeline.Releases;

/// <summary>A version by Semantic Versioning 2.0.0, written with a leading <c>v</c>.</summary>
/// <param name="Major">Counts incompatible changes.</param>
/// <param name="Minor">Counts additions.</param>
/// <param name="Patch">Counts repairs.</param>
/// <param name="Prerelease">The dot-separated identifiers after the dash; empty for a release.</param>
/// <param name="Build">The identifiers after the plus sign, which order nothing; empty where there are none.</param>
public sealed partial record SemanticVersion(BigInteger Major, BigInteger Minor, BigInteger Patch, string Prerelease, string Build)
    : IComparable<SemanticVersion>
{
    /// <summary>Reads a version such as <c>v1.2.3-rc.1</c>; null where the text is none.</summary>
    public static SemanticVersion? TryParse(string text)
    {
        var match = Pattern().Match(text);
        return match.Success
            ? new SemanticVersion(Number("major"), Number("minor"), Number("patch"), match.Groups["pre"].Value, match.Groups["build"].Value)
            : null;

        BigInteger Number(string group) => BigInteger.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>The order of precedence (section 11 of the specification); build metadata does not take part.</summary>
    public int CompareTo(SemanticVersion? other)
    {
        if (other is null)
            return 1;
        var numbers = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        return numbers != 0 ? numbers : ComparePrerelease(Prerelease, other.Prerelease);
    }

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/> or is its equal.</summary>
    public static bool operator <=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/> or is its equal.</summary>
    public static bool operator >=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) >= 0;

    /// <summary>The version with its leading <c>v</c>.</summary>
    public override string ToString() =>
        $"v{Major}.{Minor}.{Patch}{(Prerelease.Length > 0 ? "-" + Prerelease : "")}{(Build.Length > 0 ? "+" + Build : "")}";

    private static int ComparePrerelease(string left, string right)
    {
        if (left.Length == 0 || right.Length == 0)
            return right.Length.CompareTo(left.Length);
        var (ours, theirs) = (left.Split('.'), right.Split('.'));
        return ours.Zip(theirs, CompareIdentifier).FirstOrDefault(order => order != 0, ours.Length.CompareTo(theirs.Length));
    }

    private static int CompareIdentifier(string left, string right) =>
        (left.All(char.IsAsciiDigit), right.All(char.IsAsciiDigit)) switch
        {
            // No leading zeros: the longer number is the greater.
            (true, true) => left.Length != right.Length
                ? left.Length.CompareTo(right.Length)
                : Math.Sign(string.CompareOrdinal(left, right)),
            (true, false) => -1,
            (false, true) => 1,
            _ => Math.Sign(string.CompareOrdinal(left, right)),
        };

    // The specification's own suggestion, with a leading v.
    [GeneratedRegex(
        @"^v(?<major>0|[1-9][0-9]*)\.(?<minor>0|[1-9][0-9]*)\.(?<patch>0|[1-9][0-9]*)"
        + @"(?:-(?<pre>(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
        + @"(?:\+(?<build>[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?\z")]
    private static partial Regex Pattern();
}
