namespace BigBen.Pipeline.GitHub;

/// <summary>What GitHub is told of a service in an environment.</summary>
/// <param name="Name">GitHub's environment: the name of Argo CD's Application, such as <c>production-service-a</c>.</param>
/// <param name="Commit">The full id of the commit that the record's chart and values are of.</param>
/// <param name="Version">The version that the service answers once it is live.</param>
/// <param name="Url">Where people reach it; null where that is not known.</param>
internal sealed record Deployment(string Name, string Commit, string Version, Uri? Url);
