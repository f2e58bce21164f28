namespace BigBen.Kubelet.Mounts;

/// <summary>A mount that is possible.</summary>
/// <param name="Wanted">What was asked for.</param>
/// <param name="Target">The path without links at which it is made.</param>
internal sealed record PlannedMount(WantedMount Wanted, string Target);

/// <summary>A mount that is not made.</summary>
/// <param name="Wanted">What was asked for.</param>
/// <param name="Why">Why not, as the end of a sentence.</param>
internal sealed record MissingMount(WantedMount Wanted, string Why);
