using Org.BouncyCastle.Math.EC.Rfc7748;
using Org.BouncyCastle.Security;

namespace BigBen.Secrets.Age;

/// <summary>A private key of age, of the kind that <c>age-keygen</c> makes (X25519).</summary>
internal sealed class AgeIdentity
{
    private const string SecretPrefix = "age-secret-key-";
    private const string PublicPrefix = "age";
    private readonly byte[] _secret;

    private AgeIdentity(byte[] secret)
    {
        _secret = secret;
        PublicKey = new byte[X25519.PointSize];
        X25519.ScalarMultBase(secret, 0, PublicKey, 0);
    }

    /// <summary>The public key, 32 bytes.</summary>
    public byte[] PublicKey { get; }

    /// <summary>The public key as people give it to each other: <c>age1…</c>.</summary>
    public string Recipient => Bech32.Encode(PublicPrefix, PublicKey);

    /// <summary>The private key as a keys file has it.</summary>
    public string Secret => Bech32.Encode(SecretPrefix, _secret).ToUpperInvariant();

    /// <summary>A new one.</summary>
    public static AgeIdentity Create()
    {
        var secret = new byte[X25519.ScalarSize];
        X25519.GeneratePrivateKey(new SecureRandom(), secret);
        return new AgeIdentity(secret);
    }

    /// <summary>Reads one; null where the text is none.</summary>
    public static AgeIdentity? Read(string text) =>
        Bech32.Decode(SecretPrefix, text) is { Length: X25519.ScalarSize } secret ? new AgeIdentity(secret) : null;

    /// <summary>The public key that a recipient names.</summary>
    /// <exception cref="PlatformException">It is not a recipient of this kind.</exception>
    public static byte[] PublicKeyOf(string recipient) =>
        Bech32.Decode(PublicPrefix, recipient) is { Length: X25519.PointSize } key
            ? key
            : throw new PlatformException(
                $"'{recipient}' is not an age recipient; take the one that age-keygen -y prints for a key (age1…, without a plugin).");

    /// <summary>What both sides of an exchange know; null where the other's key is one that gives nothing secret.</summary>
    public byte[]? Agree(byte[] share) => Agree(_secret, share);

    /// <inheritdoc cref="Agree(byte[])"/>
    public static byte[]? Agree(byte[] secret, byte[] share)
    {
        var shared = new byte[X25519.PointSize];
        return share.Length == X25519.PointSize && X25519.CalculateAgreement(secret, 0, share, 0, shared, 0) ? shared : null;
    }
}
