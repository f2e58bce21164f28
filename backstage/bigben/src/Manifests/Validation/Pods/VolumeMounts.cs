namespace BigBen.Manifests.Validation.Pods;

/// <summary>Where a container finds the volumes of its pod.</summary>
internal static class VolumeMounts
{
    private static readonly RuleTable Mount = new()
    {
        { "subPath", Volumes.BeDescending },
        { "subPathExpr", Must.NotBe(BesideSubPath, "subPathExpr and subPath are mutually exclusive"), Volumes.BeDescending },
        { "mountPropagation", Must.BeOneOf("Bidirectional", "HostToContainer", "None") },
    };

    /// <summary>Mounts of volumes that there are, each at a path of its own.</summary>
    public static void BeValid(Field mounts)
    {
        var spec = SpecOf(mounts);
        var devices = mounts.Parent["volumeDevices"].Items.Select(device => device["name"].Text).ToHashSet();
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var mount in mounts.Items)
        {
            var (name, path) = (mount["name"], mount["mountPath"]);
            if (name.IsEmpty)
                name.Required();
            if (!Volumes.Has(spec, name.Text))
                name.OrElse("").NotFound();
            if (path.IsEmpty)
                path.Required();
            if (!paths.Add(path.Text))
                path.Invalid("must be unique");
            if (devices.Contains(name.Text))
                name.Invalid("must not already exist in volumeDevices");
            Mount.Check(mount);
        }
    }

    /// <summary>Block devices.</summary>
    public static void BeDevices(Field devices)
    {
        foreach (var device in devices.Items)
        {
            foreach (var field in new[] { device["name"], device["devicePath"] }.Where(field => field.IsEmpty))
                field.Required();
            if (!device["name"].IsEmpty && !Volumes.Has(SpecOf(devices), device["name"].Text))
                device["name"].NotFound();
        }
    }

    // The mounts of a container of a pod's spec: volumeMounts, [0], containers, spec.
    private static Field SpecOf(Field mounts) => mounts.Parent.Parent.Parent;

    private static bool BesideSubPath(Field expression) => !expression.IsEmpty && !expression.Parent["subPath"].IsEmpty;
}
