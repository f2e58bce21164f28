using System.Net.Http.Headers;
using System.Text;

namespace BigBen.Images.Registry;

/// <summary>Who one is to a registry.</summary>
/// <param name="Name">The user; <c>&lt;token&gt;</c> where a credential helper gives an identity token.</param>
/// <param name="Secret">The password, or the identity token.</param>
/// <param name="IsIdentityToken">Whether the secret is exchanged for a token by OAuth instead of being sent as a password.</param>
internal sealed record RegistryLogin(string Name, string Secret, bool IsIdentityToken = false)
{
    /// <summary>As a header; null for an identity token, which is none.</summary>
    public AuthenticationHeaderValue? Basic => IsIdentityToken
        ? null
        : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Name}:{Secret}")));
}
