namespace BigBen.Ingress.Listening;

/// <summary>Says of a connection, and so of each of its requests, that it is in a tunnel.</summary>
/// <param name="Authority">The host and port that the tunnel leads to.</param>
internal sealed record TunnelFeature(string Authority);
