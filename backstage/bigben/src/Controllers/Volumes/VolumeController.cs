using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Volumes;

/// <summary>Tells how each PersistentVolume stands, and does with it what its policy says when its claim is gone.</summary>
/// <param name="store">The objects.</param>
/// <param name="provisioner">Deletes folders.</param>
internal sealed class VolumeController(IObjectStore store, FolderProvisioner provisioner)
{
    /// <summary>Brings one volume a step further.</summary>
    public TimeSpan? Reconcile(NamespacedName key)
    {
        if (store.Find(Kinds.Volumes, "", key.Name) is not { } volume)
            return null;
        var claimed = VolumeBinding.ClaimOf(volume).Any(claim =>
            store.Find(Kinds.VolumeClaims, claim.Namespace, claim.Name) is { } found && VolumeBinding.IsFor(volume, found));
        if (claimed)
            Tell(volume, "Bound");
        else if (volume.At("spec", "claimRef", "uid") is null && !volume.IsTerminating())
            Tell(volume, "Available");
        else
            Reclaim(volume);
        return null;
    }

    private void Reclaim(JsonElement volume)
    {
        Tell(volume, "Released");
        var deletes = volume.TextAt("spec", "persistentVolumeReclaimPolicy") == "Delete" && FolderProvisioner.Made(volume);
        if (deletes)
        {
            try
            {
                provisioner.Delete(volume);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Tell(volume, "Failed", e.Message);
                throw;
            }

            store.DeleteIfThere(Kinds.Volumes, volume);
        }

        if (deletes || volume.IsTerminating())
            store.RemoveFinalizer(Kinds.Volumes, volume, "kubernetes.io/pv-protection");
    }

    private void Tell(JsonElement volume, string phase, string? message = null) => store.UpdateStatus(Kinds.Volumes, volume, status =>
    {
        status["phase"] = phase;
        status.Remove("message");
        if (message is not null)
            status["message"] = message;
    });
}
