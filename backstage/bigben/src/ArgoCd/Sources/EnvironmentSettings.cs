namespace BigBen.ArgoCd.Sources;

/// <summary>What a fork or a platform decides about the environments chart.</summary>
/// <param name="Registry">Where images live; <c>local</c> on the local platform.</param>
/// <param name="Domain">What every host ends in.</param>
internal sealed record EnvironmentSettings(string Registry, string Domain);
