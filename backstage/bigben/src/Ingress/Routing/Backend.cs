namespace BigBen.Ingress.Routing;

/// <summary>A port of a Service, as requests go to it.</summary>
/// <param name="Namespace">The Service's namespace.</param>
/// <param name="Service">The Service's name.</param>
/// <param name="Port">The port's number.</param>
/// <param name="Name">The port's name; empty where it has none.</param>
/// <param name="IsHttp2">Whether its pods speak HTTP/2 without TLS: its <c>appProtocol</c> is <c>kubernetes.io/h2c</c>.</param>
/// <param name="Endpoints">The pods behind it, kept up to date.</param>
internal sealed record Backend(string Namespace, string Service, int Port, string Name, bool IsHttp2, EndpointList Endpoints);
