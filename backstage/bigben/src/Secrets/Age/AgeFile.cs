using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Math.EC.Rfc7748;
using Org.BouncyCastle.Security;

namespace BigBen.Secrets.Age;

/// <summary>
/// The age file format, version 1 (age-encryption.org/v1), for short contents and X25519 recipients: what SOPS keeps a data key in.
/// </summary>
internal static class AgeFile
{
    private const string Version = "age-encryption.org/v1";
    private const string Armor = "AGE ENCRYPTED FILE";
    private const int FileKeySize = 16;
    private const int KeySize = 32;
    private const int NonceSize = 16;
    private const int TagSize = 16;

    // One chunk of the format's stream; a data key has 32 bytes.
    private const int MostContent = 64 * 1024;

    // Of ChaCha20-Poly1305. Only the last byte is not zero in the nonce of a first chunk that is the last.
    private static readonly byte[] NoNonce = new byte[12];
    private static readonly byte[] LastChunk = [.. new byte[11], 1];

    /// <summary>Encrypts to one recipient.</summary>
    /// <returns>The armored file, its lines ended by LF.</returns>
    /// <exception cref="PlatformException">The recipient is none.</exception>
    public static string Encrypt(ReadOnlySpan<byte> content, string recipient)
    {
        if (content.Length > MostContent)
            throw new ArgumentOutOfRangeException(nameof(content), content.Length, $"At most {MostContent} bytes.");
        var publicKey = AgeIdentity.PublicKeyOf(recipient);
        var fileKey = RandomNumberGenerator.GetBytes(FileKeySize);
        var ephemeral = new byte[X25519.ScalarSize];
        var share = new byte[X25519.PointSize];
        X25519.GeneratePrivateKey(new SecureRandom(), ephemeral);
        X25519.ScalarMultBase(ephemeral, 0, share, 0);
        var shared = AgeIdentity.Agree(ephemeral, publicKey)
            ?? throw new PlatformException($"'{recipient}' is a key that keeps nothing secret; take another.");
        var wrapped = Seal(WrapKey(shared, share, publicKey), NoNonce, fileKey);
        var head = $"{Version}\n-> X25519 {Unpadded(share)}\n{Unpadded(wrapped)}\n---";
        var nonce = RandomNumberGenerator.GetBytes(NonceSize);
        var payload = Seal(Derive(fileKey, nonce, "payload"), LastChunk, content);
        byte[] file = [.. Encoding.ASCII.GetBytes($"{head} {Unpadded(Mac(fileKey, head))}\n"), .. nonce, .. payload];
        var lines = Convert.ToBase64String(file).Chunk(64).Select(line => new string(line));
        return $"-----BEGIN {Armor}-----\n{string.Join('\n', lines)}\n-----END {Armor}-----\n";
    }

    /// <summary>Decrypts with the first identity that fits; null where none does.</summary>
    /// <param name="armored">The armored file.</param>
    /// <param name="identities">The keys to try.</param>
    /// <exception cref="PlatformException">It is damaged, or of a kind that is not read here.</exception>
    public static byte[]? Decrypt(string armored, IEnumerable<AgeIdentity> identities)
    {
        try
        {
            var file = PemOf(armored);
            var (head, mac, stanzas, start) = HeaderOf(file);
            var fileKey = identities.SelectMany(identity => stanzas.Select(stanza => Unwrap(stanza, identity)))
                .FirstOrDefault(key => key is not null);
            if (fileKey is null)
                return null;
            if (!CryptographicOperations.FixedTimeEquals(Mac(fileKey, head), mac))
                throw Damaged("its header was changed");
            var payload = file.AsSpan(start);
            if (payload.Length is < NonceSize + TagSize or > NonceSize + MostContent + TagSize)
                throw Damaged("it is cut or too long");
            var key = Derive(fileKey, payload[..NonceSize].ToArray(), "payload");
            return Open(key, LastChunk, payload[NonceSize..]) ?? throw Damaged("its content was changed");
        }
        catch (FormatException e)
        {
            throw Damaged("it is not an armored age file", e);
        }
    }

    private static byte[] PemOf(string armored)
    {
        var text = armored.ReplaceLineEndings("\n").Trim();
        return text.StartsWith($"-----BEGIN {Armor}-----\n", StringComparison.Ordinal)
            && text.EndsWith($"\n-----END {Armor}-----", StringComparison.Ordinal)
                ? Convert.FromBase64String(string.Concat(text.Split('\n')[1..^1]))
                : throw Damaged("its first or last line is missing");
    }

    private static (string Head, byte[] Mac, List<Stanza> Stanzas, int Start) HeaderOf(byte[] file)
    {
        var text = Encoding.Latin1.GetString(file);
        var lines = new Queue<string>();
        var stanzas = new List<Stanza>();
        if (!text.StartsWith($"{Version}\n", StringComparison.Ordinal))
            throw Damaged("it is not of version 1 of age's format");
        var foot = text.IndexOf("\n--- ", StringComparison.Ordinal);
        var end = foot < 0 ? -1 : text.IndexOf('\n', foot + 1);
        if (end < 0)
            throw Damaged("its header has no end");
        foreach (var line in text[..foot].Split('\n').Skip(1))
            lines.Enqueue(line);
        while (lines.TryDequeue(out var line))
        {
            if (!line.StartsWith("-> ", StringComparison.Ordinal))
                throw Damaged("its header is not in order");
            var body = new StringBuilder();
            string? part;
            do
            {
                part = lines.TryDequeue(out var next) ? next : throw Damaged("its header is cut");
                body.Append(part);
            }
            while (part.Length == 64);
            stanzas.Add(new Stanza(line[3..].Split(' '), FromUnpadded(body.ToString())));
        }

        return (text[..(foot + 4)], FromUnpadded(text[(foot + 5)..end]), stanzas, end + 1);
    }

    private static byte[]? Unwrap(Stanza stanza, AgeIdentity identity)
    {
        if (stanza.Arguments is not ["X25519", var text] || stanza.Body.Length != FileKeySize + TagSize)
            return null;
        var share = FromUnpadded(text);
        return identity.Agree(share) is { } shared ? Open(WrapKey(shared, share, identity.PublicKey), NoNonce, stanza.Body) : null;
    }

    private static byte[] WrapKey(byte[] shared, byte[] share, byte[] publicKey) =>
        Derive(shared, [.. share, .. publicKey], $"{Version}/X25519");

    private static byte[] Derive(byte[] secret, byte[] salt, string use) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeySize, salt, Encoding.ASCII.GetBytes(use));

    private static byte[] Mac(byte[] fileKey, string head) =>
        HMACSHA256.HashData(Derive(fileKey, [], "header"), Encoding.Latin1.GetBytes(head));

    private static byte[] Seal(byte[] key, byte[] nonce, ReadOnlySpan<byte> content)
    {
        using var cipher = new ChaCha20Poly1305(key);
        var result = new byte[content.Length + TagSize];
        cipher.Encrypt(nonce, content, result.AsSpan(0, content.Length), result.AsSpan(content.Length));
        return result;
    }

    private static byte[]? Open(byte[] key, byte[] nonce, ReadOnlySpan<byte> content)
    {
        using var cipher = new ChaCha20Poly1305(key);
        var result = new byte[content.Length - TagSize];
        try
        {
            cipher.Decrypt(nonce, content[..result.Length], content[result.Length..], result);
            return result;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static string Unpadded(byte[] data) => Convert.ToBase64String(data).TrimEnd('=');

    // Only as it would be written: white space, and the bits that a last letter has to spare, could be changed unseen.
    private static byte[] FromUnpadded(string text)
    {
        var data = Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
        return Unpadded(data) == text ? data : throw new FormatException($"'{text}' is not the shortest form of its bytes.");
    }

    private static PlatformException Damaged(string how, Exception? inner = null)
    {
        var message = $"The key in the file cannot be read: {how}. Take the file from git's history.";
        return inner is null ? new PlatformException(message) : new PlatformException(message, inner);
    }

    // What one recipient is given: the kind of key and its share, and the file's key wrapped for it.
    private sealed record Stanza(string[] Arguments, byte[] Body);
}
