namespace BigBen.Manifests.Specs;

/// <summary>
/// What the local platform makes of an object that Kubernetes would take: whether that is right is decided by
/// <see cref="Validation.Validator"/>.
/// </summary>
internal static class ObjectSpec
{
    /// <summary>Reads an object of any kind, for a machine that gives pods no mount namespaces.</summary>
    /// <inheritdoc cref="Read(Manifest, bool)"/>
    public static IReadOnlyList<Unenforced> Read(Manifest manifest) => Read(manifest, mounts: false);

    /// <summary>Reads an object of any kind.</summary>
    /// <param name="manifest">The object.</param>
    /// <param name="mounts">Whether a pod has its volumes at their paths on this machine.</param>
    /// <returns>What it asks for and has no effect here.</returns>
    /// <exception cref="PlatformException">It asks for what would be harmful to leave out; names object and field.</exception>
    public static IReadOnlyList<Unenforced> Read(Manifest manifest, bool mounts)
    {
        var context = new SpecContext(manifest.Key, manifest.Source) { Mounts = mounts };
        var (use, why, versions) = KnownKinds.Of(manifest.Key.Group, manifest.Key.Kind);
        if (use == KindUse.Refuse)
            throw new PlatformException(
                $"{manifest.Key} cannot run here: {why}. Take it out of {manifest.Source}, or use the kind platform.");
        if (versions.Length > 0 && !versions.Contains(manifest.Version))
        {
            throw new PlatformException(
                $"{manifest.Key}: apiVersion {manifest.Version} is not served, "
                + $"only {string.Join(" and ", versions)}. Fix it in {manifest.Source}.");
        }

        if (use == KindUse.Keep)
            return [new Unenforced(manifest.Key, manifest.Key.Kind, why)];
        var root = new Fields(manifest.Body, "", context);
        root.Accept("apiVersion", "kind", "metadata", "status");
        switch (manifest.Key.Kind)
        {
            case "Deployment":
                Deployment(root.RequiredMapping("spec"));
                break;
            case "StatefulSet":
                StatefulSetSpec.Read(root.RequiredMapping("spec"));
                break;
            case "PersistentVolumeClaim":
                ClaimSpec.Read(root.RequiredMapping("spec"));
                break;
            case "Job":
                JobSpec.Read(root.RequiredMapping("spec"));
                break;
            case "CronJob":
                JobSpec.ReadCronJob(root.RequiredMapping("spec"));
                break;
            case "Service":
                ServiceSpec.Read(root.RequiredMapping("spec"));
                break;
            case "Ingress":
                IngressSpec.Read(root.RequiredMapping("spec"), root.RequiredMapping("metadata"));
                break;
            case "ConfigMap":
                root.Accept("data", "binaryData", "immutable");
                break;
            case "Secret":
                root.Accept("data", "stringData", "immutable", "type");
                break;
            case "HorizontalPodAutoscaler":
                Autoscaler(root.RequiredMapping("spec"));
                break;
            case var kind:
                throw new InvalidOperationException($"{kind} is run but has no reader");
        }

        root.End();
        return context.Unenforced;
    }

    private static void Deployment(Fields spec)
    {
        spec.Accept(
            "replicas", "selector", "strategy", "minReadySeconds", "progressDeadlineSeconds", "revisionHistoryLimit", "paused");
        PodSpec.Read(spec.RequiredMapping("template").RequiredMapping("spec"));
        spec.End();
    }

    private static void Autoscaler(Fields spec)
    {
        spec.Accept("scaleTargetRef", "minReplicas", "maxReplicas");
        foreach (var field in new[] { "metrics", "behavior", "targetCPUUtilizationPercentage" })
            spec.Unenforced(field, "nothing measures load here: the Deployment runs minReplicas");
        spec.End();
    }
}
