namespace BigBen.Manifests.Specs.Volumes;

/// <summary>A volume of a pod.</summary>
internal sealed record VolumeSpec(string Name, VolumeSource Source)
{
    private const int UsualMode = 0b110_100_100;

    public static VolumeSpec Read(Fields volume)
    {
        var name = volume.RequiredText("name");
        var source = ReadSource(volume);
        volume.End();
        return new VolumeSpec(name, source);
    }

    private static VolumeSource ReadSource(Fields volume)
    {
        if (volume.Mapping("persistentVolumeClaim") is { } claim)
            return new ClaimSource(claim.RequiredText("claimName"));
        if (volume.Mapping("hostPath") is { } host)
            return new HostPathSource(host.RequiredText("path"));
        if (volume.Mapping("configMap") is { } map)
            return Of(map, Projection.OfObject(map, "ConfigMap", "name"));
        if (volume.Mapping("secret") is { } secret)
            return Of(secret, Projection.OfObject(secret, "Secret", "secretName"));
        if (volume.Mapping("downwardAPI") is { } downward)
            return Of(downward, Projection.OfPod(downward));
        if (volume.Mapping("projected") is { } projected)
            return Of(projected, [.. projected.Mappings("sources").SelectMany(Projections)]);
        foreach (var other in volume.Names.Where(field => field is not ("name" or "emptyDir")))
            throw volume.Broken(other, "is not a kind of volume that the local platform has");
        volume.Mapping("emptyDir")?.Unenforced("sizeLimit", "nothing limits the size of a folder");
        return new EmptyDirSource();
    }

    private static ProjectedSource Of(Fields source, params IReadOnlyList<Projection> projections) =>
        new(source.Number("defaultMode") ?? UsualMode, projections);

    private static IEnumerable<Projection> Projections(Fields source)
    {
        source.Unenforced("serviceAccountToken", "a pod gets no token for the Kubernetes API");
        if (source.Mapping("configMap") is { } map)
            yield return Projection.OfObject(map, "ConfigMap", "name");
        if (source.Mapping("secret") is { } secret)
            yield return Projection.OfObject(secret, "Secret", "name");
        if (source.Mapping("downwardAPI") is { } downward)
            yield return Projection.OfPod(downward);
        source.End();
    }
}
