using BigBen.Foundation;

namespace BigBen.Manifests.Specs;

/// <summary>An object read into what the local platform acts on.</summary>
internal abstract record ObjectSpec
{
    /// <summary>Reads and checks a manifest of any kind.</summary>
    /// <exception cref="PlatformException">
    /// The object is malformed or asks for what would be harmful to leave out; names object and field.
    /// </exception>
    public static (ObjectSpec Spec, IReadOnlyList<Unenforced> Unenforced) Read(Manifest manifest)
    {
        var context = new SpecContext(manifest.Key, manifest.Source);
        var (use, why, versions) = Kinds.Of(manifest.Key.Group, manifest.Key.Kind);
        if (use == KindUse.Refuse)
            throw new PlatformException(
                $"{manifest.Key} cannot run here: {why}. Take it out of {manifest.Source}, or use the kind platform.");
        if (versions.Length > 0 && !versions.Contains(manifest.Version))
        {
            throw new PlatformException(
                $"{manifest.Key}: apiVersion {manifest.Version} is not served, "
                + $"only {string.Join(" and ", versions)}. Mend it in {manifest.Source}.");
        }

        CheckName(manifest);
        var root = new Fields(manifest.Body, "", context);
        var metadata = root.RequiredMapping("metadata");
        metadata.TextMap("labels");
        metadata.TextMap("annotations");
        root.Accept("apiVersion", "kind", "status");
        if (use == KindUse.Keep)
        {
            context.Unenforced.Add(new Unenforced(manifest.Key, manifest.Key.Kind, why));
            return (new KeptSpec(), context.Unenforced);
        }

        ObjectSpec spec = manifest.Key.Kind switch
        {
            "Deployment" => DeploymentSpec.Read(root.RequiredMapping("spec")),
            "Service" => ServiceSpec.Read(root.RequiredMapping("spec")),
            "Ingress" => IngressSpec.Read(root.RequiredMapping("spec"), metadata),
            "ConfigMap" => DataSpec.ReadConfigMap(root),
            "Secret" => DataSpec.ReadSecret(root),
            "HorizontalPodAutoscaler" => AutoscalerSpec.Read(root.RequiredMapping("spec")),
            var kind => throw new InvalidOperationException($"{kind} is run but has no reader"),
        };
        root.End();
        return (spec, context.Unenforced);
    }

    // RFC 1123 subdomain, as the Kubernetes API server demands: it becomes part of file names, pod names and host names.
    private static void CheckName(Manifest manifest)
    {
        foreach (var (field, name) in new[] { ("name", manifest.Key.Name), ("namespace", manifest.Key.Namespace) })
        {
            if (name.Length > 253
                || (name.Length > 0 && (!char.IsAsciiLetterOrDigit(name[0]) || !char.IsAsciiLetterOrDigit(name[^1])))
                || name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('-' or '.' or ':')))
            {
                throw new PlatformException(
                    $"{manifest.Key}: metadata.{field} '{name}' must be lower-case letters, "
                    + $"digits, '-' and '.', at most 253. Mend it in {manifest.Source}.");
            }
        }
    }
}

/// <summary>An object that is only kept.</summary>
internal sealed record KeptSpec : ObjectSpec;
