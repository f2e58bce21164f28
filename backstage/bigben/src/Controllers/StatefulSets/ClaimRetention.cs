using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.StatefulSets;

/// <summary>
/// Has the claims of a StatefulSet's pods go when <c>persistentVolumeClaimRetentionPolicy</c> says: their owner is what they go with.
/// </summary>
/// <param name="store">Where they are.</param>
internal sealed class ClaimRetention(IObjectStore store)
{
    /// <summary>Gives the claims of a pod the owner that they are to have now, and takes those away that they had.</summary>
    public void Settle(StatefulSet set, JsonElement pod, int ordinal)
    {
        var owner = OwnerOf(set, pod, ordinal);
        foreach (var template in set.ClaimTemplates)
        {
            if (store.Find(Kinds.VolumeClaims, set.Namespace, set.ClaimName(template, ordinal)) is { } claim)
                store.Change(Kinds.VolumeClaims, claim, found => Own(found["metadata"]!.AsObject(), set, pod, owner));
        }
    }

    private static OwnerReference? OwnerOf(StatefulSet set, JsonElement pod, int ordinal)
    {
        if (set.DeletesScaled && !set.Wants(ordinal))
            return OwnerReference.ToController(Kinds.Pods, pod);
        return set.DeletesDeleted ? OwnerReference.ToController(Kinds.StatefulSets, set.Value) : null;
    }

    private static void Own(JsonObject metadata, StatefulSet set, JsonElement pod, OwnerReference? owner)
    {
        var (setUid, podName) = (set.Value.Text("uid"), pod.NameOf());
        var owners = metadata["ownerReferences"] as JsonArray ?? [];
        // A pod of that name that is gone by now was meant as well.
        owners.RemoveAll(found => (string?)found?["uid"] == setUid
            || ((string?)found?["kind"] == Kinds.Pods.Kind && (string?)found?["name"] == podName));
        if (owner is not null)
            owners.Add((JsonNode)owner.ToJson());
        metadata.Remove("ownerReferences");
        if (owners.Count > 0)
            metadata["ownerReferences"] = owners;
    }
}
