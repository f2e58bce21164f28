using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Resources;
using BigBen.Manifests.Validation.Values;

namespace BigBen.ApiServer.Admission;

/// <summary>Lets a claim grow only where its class of volumes allows it, as Kubernetes' plugin PersistentVolumeClaimResize.</summary>
internal static class ClaimResize
{
    /// <summary>Checks a claim that is written again.</summary>
    /// <param name="resource">Its kind; others than claims are never refused.</param>
    /// <param name="before">The claim as it is.</param>
    /// <param name="value">The claim as it shall be.</param>
    /// <param name="classes">The classes that there are.</param>
    /// <exception cref="StatusException">It may not ask for more.</exception>
    public static void Check(ApiResource resource, JsonElement before, JsonObject value, IEnumerable<JsonElement> classes)
    {
        if (resource.GroupResource != "persistentvolumeclaims"
            || value["spec"]?["resources"]?["requests"]?["storage"] is not { } asked
            || !Quantity.TryParse(asked, out var size, out _)
            || size!.CompareTo(Quantity.Find(before.TextAt("spec", "resources", "requests", "storage") ?? "0")) <= 0)
            return;
        if (before.TextAt("status", "phase") != "Bound")
            throw Failures.Forbidden(resource, before.NameOf(), "Only bound persistent volume claims can be expanded");
        var name = before.TextAt("spec", "storageClassName");
        if (!classes.Any(found => found.NameOf() == name && found.FlagAt("allowVolumeExpansion")))
        {
            throw Failures.Forbidden(
                resource,
                before.NameOf(),
                "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize");
        }
    }
}
