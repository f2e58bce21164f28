namespace BigBen.ArgoCd.Sources;

/// <summary>What a fork or a platform decides about the environments chart.</summary>
/// <param name="Registry">Where images live; <c>local</c> on the local platform.</param>
/// <param name="Domain">What every host ends in.</param>
/// <param name="Port">The port that people reach the hosts at; 0 for the one that nobody writes.</param>
internal sealed record EnvironmentSettings(string Registry, string Domain, int Port = 0);
