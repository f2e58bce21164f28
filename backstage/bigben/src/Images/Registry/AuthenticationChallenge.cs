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

    /// <summary>Asks for a token (distribution's token authentication specification, and its OAuth part for identity tokens).</summary>
    /// <param name="realm">Where it is to be had.</param>
    /// <param name="scope">What it shall be good for.</param>
    /// <param name="isBeforehand">Whether the challenge is that of another request, whose scope is too little for this one.</param>
    /// <param name="login">Who asks; null for anybody.</param>
    public HttpRequestMessage TokenRequest(Uri realm, string scope, bool isBeforehand, RegistryLogin? login)
    {
        var asked = new Dictionary<string, string>();
        if (Parameters.GetValueOrDefault("service") is { Length: > 0 } service)
            asked["service"] = service;
        asked["scope"] = isBeforehand ? scope : Parameters.GetValueOrDefault("scope") ?? scope;
        if (login is { IsIdentityToken: true })
        {
            var form = new Dictionary<string, string>(asked)
            {
                ["grant_type"] = "refresh_token",
                ["client_id"] = "big-ben",
                ["refresh_token"] = login.Secret,
            };
            return new HttpRequestMessage(HttpMethod.Post, realm) { Content = new FormUrlEncodedContent(form) };
        }

        var query = string.Join('&', asked.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{realm}{(realm.Query.Length > 0 ? '&' : '?')}{query}"));
        request.Headers.Authorization = login?.Basic;
        return request;
    }

    private static AuthenticationChallenge Read(AuthenticationHeaderValue header) =>
        new(header.Scheme.ToLowerInvariant(), Parameter().Matches(header.Parameter ?? "").ToDictionary(
            match => match.Groups["name"].Value.ToLowerInvariant(),
            match => match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Groups["plain"].Value));

    [GeneratedRegex("""(?<name>[A-Za-z_]+)=(?:"(?<quoted>[^"]*)"|(?<plain>[^",\s]+))""")]
    private static partial Regex Parameter();
}
