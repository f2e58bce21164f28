using System.Text;
using BigBen.Manifests.Validation.Metadata;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Data;

/// <summary>ConfigMaps.</summary>
internal static class ConfigMapRules
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>A ConfigMap.</summary>
    public static RuleTable Table { get; } = new()
    {
        { "", ObjectMetadata.Named(Names.SubdomainErrors).Check },
        { "data", BeKeyed },
        { "binaryData", BeKeyed, NotRepeat },
        { "", BeSmall },
    };

    private static void BeKeyed(Field data)
    {
        foreach (var (key, entry) in data.Entries)
        {
            foreach (var error in Names.KeyErrors(key))
                entry.Invalid(key, error);
        }
    }

    private static void NotRepeat(Field binary)
    {
        foreach (var (key, entry) in binary.Entries.Where(entry => binary.Parent["data"][entry.Key].Exists))
            entry.Invalid(key, "duplicate of key present in data");
    }

    private static void BeSmall(Field root)
    {
        var bytes = root["data"].Entries.Sum(entry => (long)Encoding.UTF8.GetByteCount(entry.Value.Text))
            + root["binaryData"].Entries.Sum(entry => (long)SecretRules.BytesOf(entry.Value.Text).Length);
        // Kubernetes names no field here, and writes that so.
        if (bytes > MaxBytes)
            root["[]"].TooLong(MaxBytes);
    }
}
