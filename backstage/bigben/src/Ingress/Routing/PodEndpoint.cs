namespace BigBen.Ingress.Routing;

/// <summary>A pod behind a Service's port.</summary>
/// <param name="Pod">The pod's name.</param>
/// <param name="Url">Where it listens, such as <c>http://127.0.0.1:31234</c>.</param>
internal sealed record PodEndpoint(string Pod, string Url);
