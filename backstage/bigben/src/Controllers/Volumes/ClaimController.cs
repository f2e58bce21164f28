using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Volumes;

/// <summary>Gives each PersistentVolumeClaim its volume, and lets it go when no pod uses it any more.</summary>
/// <param name="store">The objects.</param>
/// <param name="clock">The time.</param>
/// <param name="provisioner">Makes volumes.</param>
internal sealed class ClaimController(IObjectStore store, TimeProvider clock, FolderProvisioner provisioner)
{
    private readonly EventRecorder _events = new(store, clock, "persistentvolume-controller");

    /// <summary>Brings one claim a step further.</summary>
    public TimeSpan? Reconcile(NamespacedName key)
    {
        if (store.Find(Kinds.VolumeClaims, key.Namespace, key.Name) is not { } claim)
            return null;
        if (claim.IsTerminating())
            Release(claim);
        else if (claim.TextAt("status", "phase") == "Bound")
            Check(claim);
        else if (Find(claim) is { } volume)
            Bind(claim, volume);
        return null;
    }

    private void Release(JsonElement claim)
    {
        var key = NamespacedName.Of(claim);
        var used = store.List(Kinds.Pods, key.Namespace).Items.Any(pod => !pod.IsOver() && VolumeBinding.ClaimsOf(pod).Contains(key));
        if (!used)
            store.RemoveFinalizer(Kinds.VolumeClaims, claim, "kubernetes.io/pvc-protection");
    }

    private void Check(JsonElement claim)
    {
        if (store.Find(Kinds.Volumes, "", claim.TextAt("spec", "volumeName") ?? "") is { } volume && VolumeBinding.IsFor(volume, claim))
            return;
        store.UpdateStatus(Kinds.VolumeClaims, claim, status => status["phase"] = "Lost");
        Warn(claim, "ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!");
    }

    // The volume that the claim names, or one that is made for it; null while there is none.
    private JsonElement? Find(JsonElement claim)
    {
        if (claim.TextAt("spec", "volumeName") is { Length: > 0 } name)
        {
            return store.Find(Kinds.Volumes, "", name) is { } named
                && (named.At("spec", "claimRef") is null || VolumeBinding.IsFor(named, claim))
                    ? named
                    : null;
        }

        var storageClass = claim.TextAt("spec", "storageClassName") ?? "";
        if (storageClass.Length == 0)
        {
            _events.Normal(
                Kinds.VolumeClaims, claim, "FailedBinding", "no persistent volumes available for this claim and no storage class is set");
            return null;
        }

        if (store.Find(Kinds.StorageClasses, "", storageClass) is not { } found)
        {
            Warn(claim, "ProvisioningFailed", $"storageclass.storage.k8s.io \"{storageClass}\" not found");
            return null;
        }

        return Provision(claim, found);
    }

    private JsonElement Provision(JsonElement claim, JsonElement storageClass)
    {
        try
        {
            var volume = provisioner.Provision(claim, storageClass);
            _events.Normal(
                Kinds.VolumeClaims,
                claim,
                "ProvisioningSucceeded",
                $"Successfully provisioned volume {volume.NameOf()} using {FolderProvisioner.Name}");
            return volume;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Warn(claim, "ProvisioningFailed", $"Failed to provision volume with StorageClass \"{storageClass.NameOf()}\": {e.Message}");
            throw;
        }
    }

    // In the order of Kubernetes: the volume knows its claim first, so that whoever dies in between is told whose it is.
    private void Bind(JsonElement claim, JsonElement volume)
    {
        var chosen = claim.TextAt("spec", "volumeName") is { Length: > 0 };
        store.Change(Kinds.Volumes, volume, found =>
        {
            if ((string?)found["spec"]!["claimRef"]?["uid"] != claim.Text("uid"))
                found["spec"]!["claimRef"] = VolumeBinding.ReferenceTo(claim);
        });
        store.Change(Kinds.VolumeClaims, claim, found =>
        {
            var annotations = ObjectMeta.Annotations(found);
            annotations["pv.kubernetes.io/bind-completed"] = "yes";
            if (!chosen)
                annotations["pv.kubernetes.io/bound-by-controller"] = "yes";
            found["spec"]!["volumeName"] = volume.NameOf();
        });
        store.UpdateStatus(Kinds.VolumeClaims, claim, status =>
        {
            status["phase"] = "Bound";
            status["accessModes"] = Copy(volume, "accessModes");
            status["capacity"] = Copy(volume, "capacity");
        });
    }

    private static JsonNode? Copy(JsonElement volume, string field) =>
        volume.At("spec", field) is { } value ? JsonNode.Parse(value.GetRawText()) : null;

    private void Warn(JsonElement claim, string reason, string message) =>
        _events.Warning(Kinds.VolumeClaims, claim, reason, message);
}
