using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;

namespace BigBen.Console.Safety;

/// <summary>
/// Lets a form of one of our own pages through, and nobody else's: the request comes from our origin, and its token was made for the
/// session whose cookie it brings.
/// </summary>
/// <param name="tokens">Makes and checks the tokens.</param>
/// <param name="own">Host and port of the console, as a browser writes them.</param>
internal sealed class AntiForgery(IAntiforgery tokens, string own)
{
    public const string Field = "token";

    /// <summary>What it is made of; its keys live as long as the process, as the platform's own token does.</summary>
    public static void AddServices(IServiceCollection services)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAntiforgery(options =>
        {
            (options.Cookie.Name, options.Cookie.Path) = ("big-ben-session", "/");
            (options.FormFieldName, options.HeaderName) = (Field, null);
            // The security headers say more.
            options.SuppressXFrameOptionsHeader = true;
        });
    }

    /// <summary>The token for the forms of a page; begins a session where there is none.</summary>
    public string TokenFor(HttpContext http) => tokens.GetAndStoreTokens(http).RequestToken!;

    /// <summary>Whether a request brings what a form of our pages does.</summary>
    public static bool IsForm(HttpRequest request) => request.ContentType?.Split(';')[0].Trim() == "application/x-www-form-urlencoded";

    /// <summary>Why a POST is not let through; null where it is.</summary>
    public async Task<string?> RefuseAsync(HttpRequest request)
    {
        // Pages of the services are same-site with the console, so a cookie alone proves nothing: the origin must be ours.
        if (request.Headers.Origin != $"http://{own}")
            return "The request does not come from a page of the console.";
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site && site != "same-origin")
            return "The request was sent by a page of another site.";
        if (!IsForm(request))
            return "The request is not a form of the console.";
        return await tokens.IsRequestValidAsync(request.HttpContext)
            ? null
            : "The page is out of date: load it again, then repeat the action.";
    }
}
