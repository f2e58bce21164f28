using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace BigBen.Images.Registry;

/// <summary>What a registry wants to see before it answers: the header <c>WWW-Authenticate</c> of a 401.</summary>
/// <param name="Scheme"><c>Bearer</c> or <c>Basic</c>.</param>
/// <param name="Parameters">Such as <c>realm</c>, <c>service</c> and <c>scope</c>.</param>
internal sealed partial record AuthenticationChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>The challenge that can be met best, a token before a password; null where there is none of these.</summary>
    public static AuthenticationChallenge? Best(IEnumerable<AuthenticationHeaderValue> headers) =>
        headers.Select(Read).Where(challenge => challenge.Scheme is "bearer" or "basic").MaxBy(challenge => challenge.Scheme == "bearer");

    /// <summary>Where a token is to be had (distribution's token authentication specification).</summary>
    public Uri TokenAddress(string scope)
    {
        var realm = Parameters.GetValueOrDefault("realm") ?? "";
        var query = new[]
        {
            ("service", Parameters.GetValueOrDefault("service")),
            ("scope", Parameters.GetValueOrDefault("scope") ?? scope),
        }
            .Where(pair => pair.Item2 is { Length: > 0 })
            .Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2!)}");
        return new Uri($"{realm}{(realm.Contains('?') ? '&' : '?')}{string.Join('&', query)}");
    }

    private static AuthenticationChallenge Read(AuthenticationHeaderValue header) =>
        new(header.Scheme.ToLowerInvariant(), Parameter().Matches(header.Parameter ?? "")
            .ToDictionary(
                match => match.Groups["name"].Value.ToLowerInvariant(),
                match => match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Groups["plain"].Value));

    [GeneratedRegex("""(?<name>[A-Za-z_]+)=(?:"(?<quoted>[^"]*)"|(?<plain>[^",\s]+))""")]
    private static partial Regex Parameter();
}
