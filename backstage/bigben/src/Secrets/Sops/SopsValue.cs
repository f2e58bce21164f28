using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace BigBen.Secrets.Sops;

/// <summary>One encrypted value as SOPS writes it: <c>ENC[AES256_GCM,data:…,iv:…,tag:…,type:str]</c>.</summary>
internal static partial class SopsValue
{
    // SOPS's own. The framework's AES-GCM takes 12 bytes alone.
    private const int NonceSize = 32;
    private const int TagBits = 128;

    /// <summary>Whether a text is an encrypted value.</summary>
    public static bool Is(string text) => text.StartsWith("ENC[", StringComparison.Ordinal);

    /// <summary>Whether a text is an encrypted value from its first letter to its last.</summary>
    public static bool IsWhole(string text) => Format().IsMatch(text);

    /// <summary>Encrypts a text; an empty one stays empty, as with SOPS.</summary>
    /// <param name="text">The clear text.</param>
    /// <param name="key">The data key, 32 bytes.</param>
    /// <param name="place">Where the value belongs: it can be decrypted there alone.</param>
    public static string Encrypt(string text, byte[] key, string place)
    {
        if (text.Length == 0)
            return text;
        var nonce = RandomNumberGenerator.GetBytes(NonceSize);
        var sealedText = Run(true, key, nonce, place, Encoding.UTF8.GetBytes(text));
        var tag = sealedText.Length - (TagBits / 8);
        return $"ENC[AES256_GCM,data:{Convert.ToBase64String(sealedText, 0, tag)},iv:{Convert.ToBase64String(nonce)},"
            + $"tag:{Convert.ToBase64String(sealedText, tag, TagBits / 8)},type:str]";
    }

    /// <summary>Decrypts a value; null where it is not what was encrypted with this key for this place.</summary>
    /// <param name="value">The encrypted value.</param>
    /// <param name="key">The data key, 32 bytes.</param>
    /// <param name="place">Where it is.</param>
    /// <exception cref="PlatformException">It is not written as SOPS does.</exception>
    public static string? Decrypt(string value, byte[] key, string place)
    {
        var found = Format().Match(value);
        if (!found.Success)
            throw new PlatformException($"The value at '{place.TrimEnd(':')}' is not as SOPS writes one. Take it from git's history.");
        try
        {
            byte[] sealedText = [.. Part("data"), .. Part("tag")];
            return Encoding.UTF8.GetString(Run(false, key, Part("iv"), place, sealedText));
        }
        catch (Exception e) when (e is InvalidCipherTextException or FormatException or ArgumentException)
        {
            return null;
        }

        byte[] Part(string name) => Convert.FromBase64String(found.Groups[name].Value);
    }

    private static byte[] Run(bool encrypt, byte[] key, byte[] nonce, string place, byte[] input)
    {
        var cipher = new GcmBlockCipher(new AesEngine());
        cipher.Init(encrypt, new AeadParameters(new KeyParameter(key), TagBits, nonce, Encoding.UTF8.GetBytes(place)));
        var output = new byte[cipher.GetOutputSize(input.Length)];
        var length = cipher.ProcessBytes(input, 0, input.Length, output, 0);
        cipher.DoFinal(output, length);
        return output;
    }

    [GeneratedRegex(@"^ENC\[AES256_GCM,data:(?<data>[^,]*),iv:(?<iv>[^,]+),tag:(?<tag>[^,]+),type:(?:str|int|float|bool|bytes)\]$")]
    private static partial Regex Format();
}
