using BigBen.ApiServer.Admission;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Tables.Rows;

/// <summary>The rows of volumes and of claims to them.</summary>
internal static class VolumeRows
{
    private const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";

    private static readonly (string Mode, string Short)[] Modes =
        [("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"), ("ReadWriteOncePod", "RWOP")];

    public static JsonArray Claim(JsonElement value, DateTimeOffset now)
    {
        var bound = value.TextAt("spec", "volumeName") is { Length: > 0 };
        return new JsonArray(
            value.NameOf(),
            Phase(value),
            value.TextAt("spec", "volumeName") ?? "",
            bound ? value.TextAt("status", "capacity", "storage").Or("0") : "",
            bound ? AccessModes(value.ItemsAt("status", "accessModes")) : "",
            StorageClass(value),
            value.TextAt("spec", "volumeAttributesClassName") ?? CellText.Unset,
            HumanDuration.Age(value, now),
            value.TextAt("spec", "volumeMode") ?? CellText.Unset);
    }

    public static JsonArray Volume(JsonElement value, DateTimeOffset now) => new(
        value.NameOf(),
        value.TextAt("spec", "capacity", "storage").Or("0"),
        AccessModes(value.ItemsAt("spec", "accessModes")),
        value.TextAt("spec", "persistentVolumeReclaimPolicy") ?? "",
        Phase(value),
        value.At("spec", "claimRef") is { } claim ? $"{claim.TextAt("namespace")}/{claim.TextAt("name")}" : "",
        StorageClass(value),
        value.TextAt("spec", "volumeAttributesClassName") ?? CellText.Unset,
        value.TextAt("status", "reason") ?? "",
        HumanDuration.Age(value, now),
        value.TextAt("spec", "volumeMode") ?? CellText.Unset);

    public static JsonArray Class(JsonElement value, DateTimeOffset now) => new(
        DefaultStorageClass.IsDefault(value) ? $"{value.NameOf()} (default)" : value.NameOf(),
        value.TextAt("provisioner") ?? "",
        value.TextAt("reclaimPolicy") ?? "Delete",
        value.TextAt("volumeBindingMode") ?? "Immediate",
        value.FlagAt("allowVolumeExpansion"),
        HumanDuration.Age(value, now));

    private static string Phase(JsonElement value) =>
        value.IsTerminating() ? "Terminating" : value.TextAt("status", "phase") ?? "";

    private static string StorageClass(JsonElement value) =>
        value.TextAt("metadata", "annotations", ClassAnnotation) ?? value.TextAt("spec", "storageClassName") ?? "";

    private static string AccessModes(IEnumerable<JsonElement> modes)
    {
        var given = modes.Select(mode => mode.GetString()).ToHashSet();
        return string.Join(",", Modes.Where(mode => given.Contains(mode.Mode)).Select(mode => mode.Short));
    }
}
