namespace BigBen.ArgoCd.Sources;

/// <summary>What a fork or a platform decides about the environments chart.</summary>
/// <param name="Registry">Where images live; <c>local</c> on the local platform.</param>
/// <param name="Domain">What every host ends in.</param>
/// <param name="Port">The port that people reach the hosts at; 0 for the one that nobody writes.</param>
/// <param name="IngressClass">The class of the ingress controller; empty where the services' own values say it.</param>
/// <param name="PullSecret">The Secret that images are pulled with; empty for none.</param>
internal sealed record EnvironmentSettings(
    string Registry, string Domain, int Port = 0, string IngressClass = "", string PullSecret = "");
