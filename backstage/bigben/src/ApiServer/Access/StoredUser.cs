using System.Security.Cryptography;
using System.Text;

namespace BigBen.ApiServer.Access;

/// <summary>A user as the file of users keeps one.</summary>
/// <param name="Name">The name.</param>
/// <param name="TokenHash">The SHA-256 of the token, in hexadecimal. The token itself is in the user's kubeconfig alone.</param>
internal sealed record StoredUser(string Name, string TokenHash)
{
    /// <summary>Whether the user reads everything but the values of Secrets, and changes nothing.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>What else may be done.</summary>
    public IReadOnlyList<PolicyRule> Rules { get; init; } = [];

    /// <summary>Makes a token: 256 random bits in hexadecimal.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>The hash of a token. It needs no salt: nobody tries out 256 random bits.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>The user with its rights.</summary>
    public User ToUser()
    {
        if (Name == User.AdminName)
            return User.Admin;
        return User.Of(Name, ReadOnly ? PolicyRules.ReadOnly : Rules) with { IsReadOnly = ReadOnly };
    }
}
