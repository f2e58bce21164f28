using System.Text.Json;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Kubelet.Configuration;

/// <summary>
/// The variables by which a container finds the Services that were there before it
/// (kubernetes.io/docs/concepts/services-networking/service, "Environment variables"). A Service has no address here: its host is its name,
/// which <c>http_proxy</c> knows.
/// </summary>
internal static class ServiceLinks
{
    /// <summary>The kind.</summary>
    public static readonly ApiResource Services = ResourceCatalog.Find("", "v1", "services")!;

    /// <summary>
    /// <c>NAME_SERVICE_HOST</c>, <c>NAME_SERVICE_PORT</c> and, for a named port, <c>NAME_SERVICE_PORT_PORT</c> of each Service of a
    /// namespace.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(IObjectStore store, string ns) => store.List(Services, ns).Items
        .Where(service => service.TextAt("spec", "clusterIP") != "None" && service.ItemsAt("spec", "ports").Any())
        .SelectMany(Of);

    private static IEnumerable<KeyValuePair<string, string>> Of(JsonElement service)
    {
        var prefix = $"{Variable(service.Text("name"))}_SERVICE";
        var ports = service.ItemsAt("spec", "ports").ToList();
        yield return KeyValuePair.Create($"{prefix}_HOST", service.Text("name"));
        yield return KeyValuePair.Create($"{prefix}_PORT", $"{ports[0].NumberAt("port")}");
        foreach (var port in ports.Where(port => port.TextAt("name") is not null))
            yield return KeyValuePair.Create($"{prefix}_PORT_{Variable(port.TextAt("name")!)}", $"{port.NumberAt("port")}");
    }

    private static string Variable(string name) => name.Replace('-', '_').ToUpperInvariant();
}
