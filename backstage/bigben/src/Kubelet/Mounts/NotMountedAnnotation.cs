using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Kubelet.Pods;

namespace BigBen.Kubelet.Mounts;

/// <summary>
/// The annotation that tells which paths of a pod are not mounted, and why: <c>{"/tmp":"it would hide …"}</c>. Events tell it too, for an
/// hour.
/// </summary>
internal static class NotMountedAnnotation
{
    /// <summary>The annotation's name.</summary>
    public const string Name = "bigben.localhost/not-mounted";

    /// <summary>Writes what a run of a container lacks; what it has, an earlier one may have lacked.</summary>
    /// <param name="store">Where the pod is.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="wanted">What the run is to have.</param>
    /// <param name="missing">What it lacks.</param>
    public static void Write(IObjectStore store, PodIdentity pod, IEnumerable<WantedMount> wanted, IReadOnlyList<MissingMount> missing)
    {
        try
        {
            Change(store, pod, wanted, missing);
        }
        catch (PlatformException)
        {
            // The disk is full, which must not keep a program from starting.
        }
    }

    private static void Change(IObjectStore store, PodIdentity pod, IEnumerable<WantedMount> wanted, IReadOnlyList<MissingMount> missing)
    {
        if (missing.Count == 0 && store.Find(Kinds.Pods, pod.Key.Namespace, pod.Key.Name)?.At("metadata", "annotations", Name) is null)
            return;
        store.Change(Kinds.Pods, pod.Key, pod.Uid, value =>
        {
            var annotations = ObjectMeta.Annotations(value);
            var paths = JsonNode.Parse($"{annotations[Name] ?? "{}"}")!.AsObject();
            foreach (var mount in wanted)
                paths.Remove(mount.Path);
            foreach (var mount in missing)
                paths[mount.Wanted.Path] = mount.Why;
            annotations.Remove(Name);
            if (paths.Count > 0)
                annotations[Name] = paths.ToJsonString();
        });
    }
}
