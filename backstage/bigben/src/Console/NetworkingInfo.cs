using System.Text.Json.Serialization;
using BigBen.Manifests;
using BigBen.Manifests.Specs;

namespace BigBen.Console;

/// <summary>Argo CD's <c>ResourceNetworkingInfo</c>: where a Service or an Ingress leads.</summary>
/// <param name="TargetLabels">The labels of the pods behind a Service.</param>
/// <param name="TargetRefs">The Services behind an Ingress.</param>
/// <param name="ExternalUrls">The URLs of an Ingress.</param>
public sealed record NetworkingInfo(
    IReadOnlyDictionary<string, string>? TargetLabels,
    IReadOnlyList<ResourceReference>? TargetRefs,
    [property: JsonPropertyName("externalURLs")] IReadOnlyList<string>? ExternalUrls)
{
    /// <summary>Of an object that runs; null for a kind that routes nothing.</summary>
    internal static NetworkingInfo? Of(Manifest? live, int port) =>
        live is null ? null : ObjectSpec.Read(live).Spec switch
        {
            ServiceSpec service => new NetworkingInfo(service.Selector, null, null),
            IngressSpec ingress => new NetworkingInfo(
                null,
                [.. ingress.Paths.Select(path => path.Backend.Service).Distinct().Select(name => ResourceReference.Of(new ObjectKey("", "Service", live.Key.Namespace, name)))],
                [.. ingress.Paths.Select(path => path.Host).Where(host => host.Length > 0).Distinct().Select(host => $"http://{host}:{port}")]),
            _ => null,
        };
}
