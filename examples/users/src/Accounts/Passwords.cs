using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BigBen.ServiceDefaults;
using BigBen.ServiceDefaults.Settings;

namespace BigBen.Examples.Users.Accounts;

/// <summary>
/// Passwords as hashes: PBKDF2 with a salt for each and with a pepper, a key that is not in the database, so that a stolen table alone
/// tells nothing. How a hash was made is kept with it: <c>pbkdf2-sha256$600000$SALT$HASH</c>, so that the work can be raised one day.
/// </summary>
internal sealed class Passwords(string pepper, int iterations)
{
    private const string Method = "pbkdf2-sha256";
    private const int SaltSize = 16;
    private const int HashSize = 32;

    /// <summary>OWASP's advice for PBKDF2 with HMAC-SHA256, of 2023.</summary>
    private const int Usual = 600_000;

    private readonly byte[] _pepper = Encoding.UTF8.GetBytes(pepper);

    /// <summary>Fewer rounds than these are refused where users are real.</summary>
    private const int Least = 1000;

    /// <summary>By the settings SECRET_KEY, the pepper, and PASSWORD_ITERATIONS, the work for one hash.</summary>
    /// <param name="configuration">Where settings come from.</param>
    /// <param name="inDevelopment">Any work does then: tests need not wait for it.</param>
    /// <exception cref="SettingException">There is no key, or a value cannot be used.</exception>
    public static Passwords Of(IConfiguration configuration, bool inDevelopment)
    {
        var key = Setting.Text(configuration, "SECRET_KEY") ?? (OpenApiBuild.IsAsking ? "" : throw new SettingException(
            "SECRET_KEY is not set: give a long random text, such as that of 'openssl rand -hex 32', and keep it: "
            + "without it no password is right."));
        var work = Setting.Text(configuration, "PASSWORD_ITERATIONS");
        if (work is null)
            return new Passwords(key, Usual);
        var least = inDevelopment ? 1 : Least;
        return int.TryParse(work, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) && iterations >= least
            ? new Passwords(key, iterations)
            : throw new SettingException($"PASSWORD_ITERATIONS is '{work}': give a number of {least} or more.");
    }

    /// <summary>What is kept of a password.</summary>
    public string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Method}${iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(Derive(password, salt, iterations))}");
    }

    /// <summary>Whether a password is the one that a hash was made of, with whatever work it was.</summary>
    public bool IsRight(string password, string hash) =>
        hash.Split('$') is [Method, var work, var salt, var wanted]
        && CryptographicOperations.FixedTimeEquals(
            Derive(password, Convert.FromBase64String(salt), int.Parse(work, CultureInfo.InvariantCulture)),
            Convert.FromBase64String(wanted));

    private byte[] Derive(string password, byte[] salt, int work) => Rfc2898DeriveBytes.Pbkdf2(
        HMACSHA256.HashData(_pepper, Encoding.UTF8.GetBytes(password)), salt, work, HashAlgorithmName.SHA256, HashSize);
}
