using System.Text;
using BigBen.Manifests.Validation.Metadata;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Data;

/// <summary>Secrets. What is given as <c>stringData</c> counts as data, as Kubernetes keeps it.</summary>
internal static class SecretRules
{
    private const int MaxBytes = 1024 * 1024;
    private const string ServiceAccount = "kubernetes.io/service-account.name";

    // The entries that each type must have.
    private static readonly Dictionary<string, string[]> Entries = new()
    {
        ["kubernetes.io/tls"] = ["tls.crt", "tls.key"],
        ["kubernetes.io/dockercfg"] = [".dockercfg"],
        ["kubernetes.io/dockerconfigjson"] = [".dockerconfigjson"],
        ["kubernetes.io/ssh-auth"] = ["ssh-privatekey"],
    };

    /// <summary>A Secret.</summary>
    public static RuleTable Table { get; } = new()
    {
        { "", ObjectMetadata.Named(Names.SubdomainErrors).Check },
        { "", BeKeyed },
        { "", BeSmall },
        { "type", HaveEntries },
    };

    /// <summary>The bytes of base64 text; none where it is none.</summary>
    public static byte[] BytesOf(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var count) ? bytes[..count] : [];
    }

    private static void BeKeyed(Field root)
    {
        foreach (var key in Keys(root))
        {
            foreach (var error in Names.KeyErrors(key))
                root["data"].Entry(key).Invalid(key, error);
        }
    }

    private static void BeSmall(Field root)
    {
        if (Keys(root).Sum(key => (long)(Find(root, key)?.Length ?? 0)) > MaxBytes)
            root["data"].TooLong(MaxBytes);
    }

    private static void HaveEntries(Field type)
    {
        var root = type.Parent;
        foreach (var name in Entries.GetValueOrDefault(type.Text, []))
        {
            var entry = root["data"].Entry(name);
            if (Find(root, name) is not { } bytes)
                entry.Required();
            else if (name.StartsWith(".docker", StringComparison.Ordinal) && !IsJson(bytes))
                entry.Invalid("<secret contents redacted>", "invalid character in JSON");
        }

        if (type.Text == "kubernetes.io/basic-auth" && Find(root, "username") is null && Find(root, "password") is null)
        {
            root["data"].Entry("username").Required();
            root["data"].Entry("password").Required();
        }
        else if (type.Text == "kubernetes.io/service-account-token" && root["metadata"]["annotations"][ServiceAccount].IsEmpty)
        {
            root["metadata"]["annotations"].Entry(ServiceAccount).Required();
        }
    }

    private static IEnumerable<string> Keys(Field root) =>
        root["data"].Entries.Concat(root["stringData"].Entries).Select(entry => entry.Key).Distinct().Order(StringComparer.Ordinal);

    private static byte[]? Find(Field root, string key) =>
        root["stringData"][key] is { Exists: true } text ? Encoding.UTF8.GetBytes(text.Text)
        : root["data"][key] is { Exists: true } encoded ? BytesOf(encoded.Text)
        : null;

    private static bool IsJson(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
