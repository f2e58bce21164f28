using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Kubelet.Volumes;

/// <summary>The PersistentVolumeClaims of pods.</summary>
/// <param name="store">Where they are.</param>
internal sealed class VolumeClaims(IObjectStore store)
{
    /// <summary>The pods that use a claim.</summary>
    public IEnumerable<NamespacedName> PodsOf(JsonElement claim) => store.List(Kinds.Pods, claim.Text("namespace")).Items
        .Where(pod => Names(pod).Contains(claim.NameOf()))
        .Select(NamespacedName.Of);

    /// <summary>Why a pod cannot be given a node yet, in the scheduler's words; null where it can.</summary>
    public string? Missing(JsonElement pod)
    {
        foreach (var name in Names(pod))
        {
            if (store.Find(Kinds.VolumeClaims, pod.Text("namespace"), name) is not { } claim)
                return $"persistentvolumeclaim \"{name}\" not found";
            if (claim.Text("deletionTimestamp").Length > 0)
                return $"persistentvolumeclaim \"{name}\" is being deleted";
            if (claim.TextAt("status", "phase") != "Bound")
                return "pod has unbound immediate PersistentVolumeClaims";
        }

        return null;
    }

    /// <summary>The folder of a claim's volume; null where it has none.</summary>
    public string? FolderOf(string ns, string name)
    {
        var volume = store.Find(Kinds.VolumeClaims, ns, name)?.TextAt("spec", "volumeName") is { } found
            ? store.Find(Kinds.Volumes, "", found)
            : null;
        return volume?.TextAt("spec", "hostPath", "path");
    }

    private static IEnumerable<string> Names(JsonElement pod) =>
        pod.ItemsAt("spec", "volumes").Select(volume => volume.TextAt("persistentVolumeClaim", "claimName")).OfType<string>();
}
