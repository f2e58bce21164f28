using System.Security.Cryptography;
using System.Text;

namespace BigBen.Console.Safety;

/// <summary>
/// Lets a form of one of our own pages through, and nobody else's: the request comes from our origin, and its token was made for the
/// session whose cookie it brings. The key is the platform's token, which only its owner can read.
/// </summary>
internal sealed class AntiForgery(string key, int port)
{
    public const string Field = "token";

    private const string Cookie = "big-ben-session";
    private const int SessionLength = 64;

    /// <summary>The token for the forms of a page; begins a session where there is none.</summary>
    public string TokenFor(HttpContext http)
    {
        var session = http.Request.Cookies[Cookie];
        if (session is not { Length: SessionLength } || !session.All(char.IsAsciiHexDigitLower))
        {
            session = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SessionLength / 2));
            http.Response.Cookies.Append(
                Cookie, session, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
        }

        return Sign(session);
    }

    /// <summary>Why a POST is not let through; null where it is.</summary>
    public async Task<string?> RefuseAsync(HttpRequest request)
    {
        // Pages of the services are same-site with the console, so a cookie alone proves nothing: the origin must be ours.
        if (request.Headers.Origin != $"http://{HostGuard.Own(port)}")
            return "The request does not come from a page of the console.";
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site && site != "same-origin")
            return "The request was sent by a page of another site.";
        if (request.ContentType?.Split(';')[0].Trim() != "application/x-www-form-urlencoded")
            return "The request is no form of the console.";
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        return request.Cookies[Cookie] is { Length: SessionLength } session && Same(form[Field].ToString(), Sign(session))
            ? null
            : "The page is out of date: load it again, then repeat the action.";
    }

    private string Sign(string session) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"form {session}")));

    private static bool Same(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
