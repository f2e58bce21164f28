using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using BigBen.Secrets.Age;

namespace BigBen.Secrets.Sops;

/// <summary>
/// A YAML file in SOPS's format with age recipients: the values of some keys encrypted with a data key, the data key encrypted to each
/// recipient, and over all values a code that nobody can make without the data key.
/// </summary>
internal static class SopsFile
{
    /// <summary>Which keys of a Kubernetes Secret are encrypted.</summary>
    public const string SecretValues = "^(data|stringData)$";

    // Recipients that the data key is encrypted to by other means, as a file's part "sops" has them or a rule of .sops.yaml.
    private static readonly (string Field, string Name)[] OtherRecipients =
    [
        ("pgp", "PGP"), ("kms", "AWS KMS"), ("gcp_kms", "GCP KMS"), ("azure_kv", "Azure Key Vault"), ("azure_keyvault", "Azure Key Vault"),
        ("hc_vault", "HashiCorp Vault"), ("hc_vault_transit_uri", "HashiCorp Vault"), ("key_groups", "key groups"),
    ];

    // The release whose format this is.
    private const string FormatVersion = "3.9.0";

    /// <summary>Encrypts an object with a new data key.</summary>
    /// <param name="body">The object in clear text; it is not changed.</param>
    /// <param name="recipients">Who can decrypt it.</param>
    /// <param name="encryptedRegex">The keys below which everything is encrypted.</param>
    /// <param name="now">When.</param>
    /// <returns>The text of the file.</returns>
    /// <exception cref="PlatformException">There is no recipient, or one is none.</exception>
    public static string Encrypt(JsonObject body, IReadOnlyList<string> recipients, string encryptedRegex, DateTimeOffset now) =>
        Write(body, recipients, encryptedRegex, now, RandomNumberGenerator.GetBytes(32), [], (_, _) => null);

    /// <summary>
    /// Changes a file under its own data key: the encrypted text of what stays as it was stays, too, so that a difference shows what
    /// changed, and recipients of other sorts keep it. Whoever is not a recipient any more has that key: with other recipients, a new one
    /// is made and all is encrypted again, for those alone.
    /// </summary>
    /// <param name="yaml">Its text.</param>
    /// <param name="source">Its path, for messages.</param>
    /// <param name="identities">The keys to try.</param>
    /// <param name="change">Changes the object in clear text.</param>
    /// <param name="recipients">Who can decrypt it from now on.</param>
    /// <param name="encryptedRegex">The keys below which everything is encrypted.</param>
    /// <param name="now">When.</param>
    /// <returns>The text of the file.</returns>
    /// <exception cref="PlatformException">It cannot be decrypted, or there is no recipient.</exception>
    public static string Change(
        string yaml,
        string source,
        IReadOnlyList<AgeIdentity> identities,
        Action<JsonObject> change,
        IReadOnlyList<string> recipients,
        string encryptedRegex,
        DateTimeOffset now)
    {
        var texts = new Dictionary<(string Place, string Clear), string>();
        var (body, key) = Open(yaml, source, identities, (place, clear, text) => texts[(place, clear)] = text);
        change(body);
        return Recipients(yaml, source).ToHashSet().SetEquals(recipients)
            ? Write(
                body, recipients, encryptedRegex, now, key, Read(yaml, source).Sops,
                (place, clear) => texts.GetValueOrDefault((place, clear)))
            : Encrypt(body, recipients, encryptedRegex, now);
    }

    private static string Write(
        JsonObject body,
        IReadOnlyList<string> recipients,
        string encryptedRegex,
        DateTimeOffset now,
        byte[] key,
        JsonObject before,
        Func<string, string, string?> kept)
    {
        if (recipients.Count == 0)
            throw new PlatformException("There is nobody to encrypt to: name an age recipient in .sops.yaml.");
        var names = new Regex(encryptedRegex, RegexOptions.None, TimeSpan.FromSeconds(1));
        var file = (JsonObject)body.DeepClone();
        var mac = Walk(file, (place, path, value) =>
            (value, path.Any(names.IsMatch) ? JsonValue.Create(Text(place, TextOf(value))) : null));
        var modified = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        file["sops"] = new JsonObject
        {
            ["age"] = new JsonArray(
            [
                .. recipients.Select(recipient => new JsonObject
                {
                    ["recipient"] = recipient, ["enc"] = AgeFile.Encrypt(key, recipient),
                }),
            ]),
            ["lastmodified"] = modified,
            ["mac"] = SopsValue.Encrypt(mac, key, modified),
            ["encrypted_regex"] = encryptedRegex,
            ["version"] = FormatVersion,
        };
        foreach (var (field, _) in OtherRecipients.Where(other => IsGiven(before[other.Field])))
            file["sops"]![field] = before[field]!.DeepClone();
        return YamlWriter.Write(file);

        string Text(string place, string clear) => kept(place, clear) ?? SopsValue.Encrypt(clear, key, place);
    }

    /// <summary>Decrypts a file.</summary>
    /// <param name="yaml">Its text.</param>
    /// <param name="source">Its path, for messages, which never have a value in them.</param>
    /// <param name="identities">The keys to try.</param>
    /// <exception cref="PlatformException">It is no such file, no key fits, or something in it was changed.</exception>
    public static JsonObject Decrypt(string yaml, string source, IReadOnlyList<AgeIdentity> identities) =>
        Open(yaml, source, identities, (_, _, _) => { }).Clear;

    private static (JsonObject Clear, byte[] Key) Open(
        string yaml, string source, IReadOnlyList<AgeIdentity> identities, Action<string, string, string> each)
    {
        var (file, sops) = Read(yaml, source);
        try
        {
            var key = RecipientsOf(sops).Select(entry => AgeFile.Decrypt(entry.Enc, identities)).FirstOrDefault(found => found is not null)
                ?? throw new PlatformException(
                    $"none of the {identities.Count} age keys of this machine fits; it is encrypted to "
                    + $"{string.Join(", ", RecipientsOf(sops).Select(entry => entry.Recipient))}. {LostKey.Advice}");
            file.Remove("sops");
            var mac = Walk(file, (place, _, value) =>
            {
                if (TextOf(value) is not { } text || !SopsValue.Is(text))
                    return (value, null);
                var clear = SopsValue.Decrypt(text, key, place) ?? throw Changed();
                each(place, clear, text);
                return (JsonValue.Create(clear), JsonValue.Create(clear));
            });
            var expected = SopsValue.Decrypt($"{sops["mac"]}", key, $"{sops["lastmodified"]}") ?? throw Changed();
            return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(mac), Encoding.UTF8.GetBytes(expected))
                ? (file, key)
                : throw Changed();
        }
        catch (PlatformException e)
        {
            throw new PlatformException($"{source} cannot be decrypted: {e.Message}", e);
        }
    }

    /// <summary>The recipients of a file, who need no key to be read.</summary>
    /// <exception cref="PlatformException">It is no such file.</exception>
    public static IReadOnlyList<string> Recipients(string yaml, string source) =>
        [.. RecipientsOf(Read(yaml, source).Sops).Select(entry => entry.Recipient)];

    /// <summary>What a file is encrypted to besides age recipients, as people call it; null where it is to nothing else.</summary>
    /// <exception cref="PlatformException">It is no such file.</exception>
    public static string? OtherThanAge(string yaml, string source) => OtherThanAge(Read(yaml, source).Sops);

    /// <summary>The same of a file's part <c>sops</c>, or of a rule in <c>.sops.yaml</c>.</summary>
    public static string? OtherThanAge(JsonObject given) =>
        OtherRecipients.Where(other => IsGiven(given[other.Field])).Select(other => other.Name).FirstOrDefault();

    /// <summary>The object as it is in the file, its values encrypted, without what SOPS adds.</summary>
    /// <exception cref="PlatformException">It is no such file.</exception>
    public static JsonObject Encrypted(string yaml, string source)
    {
        var file = Read(yaml, source).File;
        file.Remove("sops");
        return file;
    }

    private static (JsonObject File, JsonObject Sops) Read(string yaml, string source)
    {
        // A parser's message may quote the line that it stumbles over: a file in clear text is refused before that.
        if (!yaml.Contains("\nsops:", StringComparison.Ordinal))
            throw new PlatformException(
                $"{source} is not encrypted or cut: it has no part 'sops'. Take it from git's history or encrypt it with sops --encrypt; "
                + "a value that was in git in clear text is known and must be changed where it is used.");
        if (YamlReader.Documents(yaml, source).ToList() is not [{ Body: JsonObject file }] || file["sops"] is not JsonObject sops)
            throw new PlatformException($"{source} must be one YAML document that SOPS encrypted. Take it from git's history.");
        if (sops["mac_only_encrypted"] is JsonValue only && only.TryGetValue<bool>(out var isOnly) && isOnly)
            throw new PlatformException($"{source} has mac_only_encrypted, which leaves the rest open to changes; encrypt it without.");
        return (file, sops);
    }

    private static bool IsGiven(JsonNode? value) => value is JsonArray list ? list.Count > 0 : $"{value}".Length > 0;

    private static IEnumerable<(string Recipient, string Enc)> RecipientsOf(JsonObject sops) =>
        (sops["age"] as JsonArray ?? []).OfType<JsonObject>().Select(entry => ($"{entry["recipient"]}", $"{entry["enc"]}"));

    // Every value in the file's order: gives what the code is made over, and what is put in its place where that changes.
    private static string Walk(JsonObject root, Func<string, IReadOnlyList<string>, JsonValue, (JsonValue Clear, JsonValue? Put)> visit)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        Each(root, []);
        return Convert.ToHexString(hash.GetHashAndReset());

        void Each(JsonNode? node, IReadOnlyList<string> path)
        {
            switch (node)
            {
                case JsonObject mapping:
                    foreach (var (name, value) in mapping.ToList())
                        Take(value, [.. path, name], put => mapping[name] = put);
                    break;
                case JsonArray list:
                    // The place in a list is not part of SOPS's path.
                    for (var i = 0; i < list.Count; i++)
                    {
                        var at = i;
                        Take(list[i], path, put => list[at] = put);
                    }

                    break;
            }
        }

        void Take(JsonNode? node, IReadOnlyList<string> path, Action<JsonNode> replace)
        {
            if (node is not JsonValue value)
            {
                Each(node, path);
                return;
            }

            var (clear, put) = visit($"{string.Join(':', path)}:", path, value);
            hash.AppendData(Encoding.UTF8.GetBytes(TextOf(clear)));
            if (put is not null)
                replace(put);
        }
    }

    // As Go and Python write them, which SOPS was written in.
    private static string TextOf(JsonValue value) =>
        value.TryGetValue<string>(out var text) ? text
        : value.TryGetValue<bool>(out var flag) ? (flag ? "True" : "False")
        : value.ToJsonString();

    private static PlatformException Changed() =>
        new("something in it was changed or cut after it was encrypted (its MAC does not fit). Take it from git's history; "
            + "change it with big-ben.sh secret or sops alone.");
}
