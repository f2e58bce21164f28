namespace BigBen.Platforms.Clusters;

/// <summary>A Helm chart of somebody else.</summary>
/// <param name="Repository">Its repository's URL.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Version">Its version.</param>
internal sealed record ChartVersion(string Repository, string Name, string Version);
