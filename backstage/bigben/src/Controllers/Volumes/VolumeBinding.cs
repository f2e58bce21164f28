using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Volumes;

/// <summary>What ties a claim and a volume to each other.</summary>
internal static class VolumeBinding
{
    /// <summary>A volume's <c>claimRef</c> to a claim.</summary>
    public static JsonObject ReferenceTo(JsonElement claim) => new()
    {
        ["kind"] = Kinds.VolumeClaims.Kind,
        ["namespace"] = claim.Text("namespace"),
        ["name"] = claim.NameOf(),
        ["uid"] = claim.Text("uid"),
        ["apiVersion"] = Kinds.VolumeClaims.ApiVersion,
        ["resourceVersion"] = claim.Text("resourceVersion"),
    };

    /// <summary>Whether a volume is a claim's, or waits for it by name.</summary>
    public static bool IsFor(JsonElement volume, JsonElement claim) =>
        volume.TextAt("spec", "claimRef", "namespace") == claim.Text("namespace")
        && volume.TextAt("spec", "claimRef", "name") == claim.NameOf()
        && (volume.TextAt("spec", "claimRef", "uid") is not { Length: > 0 } uid || uid == claim.Text("uid"));

    /// <summary>The claim that a volume is for.</summary>
    public static IEnumerable<NamespacedName> ClaimOf(JsonElement volume) =>
        volume.TextAt("spec", "claimRef", "name") is { } name
            ? [new NamespacedName(volume.TextAt("spec", "claimRef", "namespace") ?? "", name)]
            : [];

    /// <summary>The volume that a claim has.</summary>
    public static IEnumerable<NamespacedName> VolumeOf(JsonElement claim) =>
        claim.TextAt("spec", "volumeName") is { Length: > 0 } name ? [new NamespacedName("", name)] : [];

    /// <summary>The claims that a pod uses.</summary>
    public static IEnumerable<NamespacedName> ClaimsOf(JsonElement pod) => pod.ItemsAt("spec", "volumes")
        .Select(volume => volume.TextAt("persistentVolumeClaim", "claimName"))
        .OfType<string>()
        .Select(name => new NamespacedName(pod.Text("namespace"), name));
}
