using BigBen.ApiServer.Admission;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Foundation.Processes;

namespace BigBen.Controllers.Volumes;

/// <summary>Makes volumes that are folders of this machine, each for one claim and for its owner's eyes only.</summary>
/// <param name="store">Where they are told of.</param>
/// <param name="directory">Where the folders are.</param>
internal sealed class FolderProvisioner(IObjectStore store, string directory)
{
    /// <summary>The provisioner of the platform's own class.</summary>
    public const string Name = "bigben.localhost/folder";

    private const string ProvisionedBy = "pv.kubernetes.io/provisioned-by";

    /// <summary>Makes the one class of volumes, the default, unless it is there.</summary>
    public static void RegisterClass(IObjectStore store)
    {
        try
        {
            store.Create(Kinds.StorageClasses, "", new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["name"] = "standard",
                    ["annotations"] = new JsonObject { [DefaultStorageClass.Annotation] = "true" },
                },
                ["provisioner"] = Name,
                ["reclaimPolicy"] = "Delete",
                ["volumeBindingMode"] = "Immediate",
            });
        }
        catch (StatusException e) when (e.Reason == StatusReason.AlreadyExists)
        {
            // From the last time.
        }
    }

    /// <summary>
    /// Has the volumes that were made here name their folders as they are now: the state folder may have been moved or copied. To be called
    /// before a pod starts.
    /// </summary>
    public void Relocate()
    {
        foreach (var volume in store.List(Kinds.Volumes).Items.Where(Made))
        {
            var path = PathOf(volume.NameOf());
            if (volume.TextAt("spec", "hostPath", "path") is { } known && known != path)
                store.Change(Kinds.Volumes, volume, found => found["spec"]!["hostPath"]!["path"] = path);
        }
    }

    /// <summary>Makes the volume of a claim, or finds it where a run before this one came as far as that.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="storageClass">Its class.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public JsonElement Provision(JsonElement claim, JsonElement storageClass)
    {
        var name = $"pvc-{claim.Text("uid")}";
        if (store.Find(Kinds.Volumes, "", name) is { } found)
            return found;
        var path = PathOf(name);
        StateFolder.MakePrivate(path);
        return store.Create(Kinds.Volumes, "", new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["annotations"] = new JsonObject { [ProvisionedBy] = Name },
            },
            ["spec"] = new JsonObject
            {
                ["capacity"] = new JsonObject { ["storage"] = claim.TextAt("spec", "resources", "requests", "storage") },
                ["hostPath"] = new JsonObject { ["path"] = path, ["type"] = "Directory" },
                ["accessModes"] = JsonNode.Parse((claim.At("spec", "accessModes") ?? default).GetRawText()),
                ["claimRef"] = VolumeBinding.ReferenceTo(claim),
                ["persistentVolumeReclaimPolicy"] = storageClass.TextAt("reclaimPolicy"),
                ["storageClassName"] = storageClass.NameOf(),
                ["volumeMode"] = claim.TextAt("spec", "volumeMode") ?? "Filesystem",
            },
        });
    }

    /// <summary>Whether a volume was made here.</summary>
    public static bool Made(JsonElement volume) => volume.TextAt("metadata", "annotations", ProvisionedBy) == Name;

    /// <summary>Deletes the folder of a volume, with all that is in it.</summary>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be deleted.</exception>
    public void Delete(JsonElement volume)
    {
        var path = PathOf(volume.NameOf());
        if (Directory.Exists(path))
            FolderRemoval.Delete(path);
    }

    private string PathOf(string volume) => Path.Combine(directory, volume);
}
