namespace BigBen.Manifests.Specs;

/// <summary>A PersistentVolumeClaim: a folder that outlives pods.</summary>
internal static class ClaimSpec
{
    public static void Read(Fields spec)
    {
        if (spec.OneOf("volumeMode", "Filesystem", "Filesystem", "Block") == "Block")
            throw spec.Broken("volumeMode", "cannot be Block here: a volume is a folder");
        foreach (var field in new[] { "dataSource", "dataSourceRef", "selector" })
        {
            if (spec.Has(field))
                throw spec.Broken(field, "is not supported by the local platform: a volume begins as an empty folder");
        }

        spec.Unenforced("resources", "nothing limits the size of a folder");
        spec.Unenforced("volumeAttributesClassName", "a folder has no attributes");
        spec.Accept("accessModes", "storageClassName", "volumeName");
        spec.End();
    }
}
