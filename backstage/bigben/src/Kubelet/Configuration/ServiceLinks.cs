using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Foundation.Services;

namespace BigBen.Kubelet.Configuration;

/// <summary>
/// The <see cref="ServiceVariables"/> of a pod here: they name the address and port by which a Service is reached by TCP; without one, its
/// host is its name, which <c>http_proxy</c> knows.
/// </summary>
internal static class ServiceLinks
{
    /// <summary>Those of each Service of a namespace.</summary>
    /// <param name="store">The objects.</param>
    /// <param name="ns">The namespace.</param>
    /// <param name="addresses">Where Services are reached by TCP.</param>
    public static Dictionary<string, string> Of(IObjectStore store, string ns, IReadOnlyList<TcpAddress> addresses)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var service in store.List(Kinds.Services, ns).Items.Where(HasAddress))
        {
            foreach (var (name, value) in Of(service, addresses.FirstOrDefault(address => address.Service == NamespacedName.Of(service))))
                result[name] = value;
        }

        return result;
    }

    private static bool HasAddress(JsonElement service) =>
        service.TextAt("spec", "clusterIP") != "None"
        && service.TextAt("spec", "type") != "ExternalName"
        && service.ItemsAt("spec", "ports").Any();

    private static Dictionary<string, string> Of(JsonElement service, TcpAddress? tcp)
    {
        var name = service.Text("name");
        return ServiceVariables.Of(name, tcp?.Host ?? name, service.ItemsAt("spec", "ports").Select(port =>
        {
            var declared = (int)(port.NumberAt("port") ?? 0);
            return new ServicePort(
                port.TextAt("name") ?? "", declared, tcp?.Ports.GetValueOrDefault(declared, declared) ?? declared,
                port.TextAt("protocol") ?? "TCP");
        }));
    }
}
