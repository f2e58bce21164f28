using System.Security.Cryptography;
using System.Text;
using BigBen.ApiServer.Answers;

namespace BigBen.ApiServer.Access;

/// <summary>Tells who asks, by the bearer token.</summary>
/// <param name="token">The token of the one user there is.</param>
internal sealed class Authenticator(string token)
{
    private const string Scheme = "Bearer ";
    private static readonly string[] Public = ["/livez", "/readyz", "/healthz", "/version"];

    private readonly byte[] _token = Encoding.UTF8.GetBytes(token);

    /// <summary>Whoever brings a token, or none.</summary>
    /// <exception cref="StatusException">The token is wrong.</exception>
    public User Authenticate(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Length == 0)
            return User.Anonymous;
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && IsToken(header[Scheme.Length..].Trim())
            ? User.Admin
            : throw Failures.Unauthorized();
    }

    /// <summary>Whether a token is the right one; takes as long whatever is wrong with it.</summary>
    public bool IsToken(string given) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), _token);

    /// <summary>Whether everybody may read a path.</summary>
    public static bool IsPublic(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && Public.Any(path => request.Path.Value == path || request.Path.StartsWithSegments(path, StringComparison.Ordinal));
}
