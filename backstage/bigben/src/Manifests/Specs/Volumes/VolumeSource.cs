namespace BigBen.Manifests.Specs.Volumes;

/// <summary>What a volume is.</summary>
internal abstract record VolumeSource;

/// <summary>A folder of the pod's own, as long as there is the pod.</summary>
internal sealed record EmptyDirSource : VolumeSource;

/// <summary>A file or folder of the machine.</summary>
internal sealed record HostPathSource(string Path) : VolumeSource;

/// <summary>The volume of a PersistentVolumeClaim.</summary>
internal sealed record ClaimSource(string ClaimName) : VolumeSource;

/// <summary>Files of objects: a <c>configMap</c>, <c>secret</c>, <c>downwardAPI</c> or <c>projected</c> volume.</summary>
/// <param name="Mode">The mode of a file that has none of its own.</param>
/// <param name="Projections">Where they come from; of two of the same path the later one counts.</param>
internal sealed record ProjectedSource(int Mode, IReadOnlyList<Projection> Projections) : VolumeSource;
