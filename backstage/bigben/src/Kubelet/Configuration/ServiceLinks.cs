using System.Text.Json;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Kubelet.Configuration;

/// <summary>
/// The variables by which a container finds the Services that were there before it
/// (kubernetes.io/docs/concepts/services-networking/service, "Environment variables"). They name the address and port by which a Service is
/// reached by TCP; without one, its host is its name, which <c>http_proxy</c> knows.
/// </summary>
internal static class ServiceLinks
{
    /// <summary>The kind.</summary>
    public static readonly ApiResource Services = ResourceCatalog.Find("", "v1", "services")!;

    /// <summary>
    /// <c>NAME_SERVICE_HOST</c>, <c>NAME_SERVICE_PORT</c> and, for a named port, <c>NAME_SERVICE_PORT_PORT</c> of each Service of a
    /// namespace, and what links of Docker had: <c>NAME_PORT</c> and <c>NAME_PORT_5432_TCP</c> with <c>_PROTO</c>, <c>_PORT</c>,
    /// <c>_ADDR</c>.
    /// </summary>
    /// <param name="store">The objects.</param>
    /// <param name="ns">The namespace.</param>
    /// <param name="addresses">Where Services are reached by TCP.</param>
    public static Dictionary<string, string> Of(IObjectStore store, string ns, IReadOnlyList<TcpAddress> addresses)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var service in store.List(Services, ns).Items.Where(HasAddress))
            Add(result, service, addresses.FirstOrDefault(address => address.Service == NamespacedName.Of(service)));
        return result;
    }

    private static bool HasAddress(JsonElement service) =>
        service.TextAt("spec", "clusterIP") != "None"
        && service.TextAt("spec", "type") != "ExternalName"
        && service.ItemsAt("spec", "ports").Any();

    private static void Add(Dictionary<string, string> result, JsonElement service, TcpAddress? tcp)
    {
        var name = service.Text("name");
        var prefix = Variable(name);
        var host = tcp?.Host ?? name;
        result[$"{prefix}_SERVICE_HOST"] = host;
        // The first port has the names without one.
        foreach (var port in service.ItemsAt("spec", "ports").Reverse())
        {
            var declared = (int)(port.NumberAt("port") ?? 0);
            var number = tcp?.Ports.GetValueOrDefault(declared, declared) ?? declared;
            var protocol = port.TextAt("protocol") ?? "TCP";
            result[$"{prefix}_SERVICE_PORT"] = $"{number}";
            if (port.TextAt("name") is { } portName)
                result[$"{prefix}_SERVICE_PORT_{Variable(portName)}"] = $"{number}";
            var link = $"{prefix}_PORT_{declared}_{protocol.ToUpperInvariant()}";
            result[$"{prefix}_PORT"] = result[link] = $"{protocol.ToLowerInvariant()}://{host}:{number}";
            result[$"{link}_PROTO"] = protocol.ToLowerInvariant();
            result[$"{link}_PORT"] = $"{number}";
            result[$"{link}_ADDR"] = host;
        }
    }

    /// <summary>What the variables of a Service begin with, or that of a port ends with.</summary>
    public static string Variable(string name) => name.Replace('-', '_').ToUpperInvariant();
}
