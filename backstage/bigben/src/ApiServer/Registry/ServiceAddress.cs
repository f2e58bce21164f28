using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Storage;

namespace BigBen.ApiServer.Registry;

/// <summary>
/// The address of a Service within the cluster. The API server gives it when the Service is made, and it stays. Nothing listens there: it
/// is what tools expect to see.
/// </summary>
internal static class ServiceAddress
{
    // Kubernetes' own default, 10.96.0.0/16; the first and the last address are nobody's, 10.96.0.1 is that of the API itself.
    private const int First = 0x0A60_0002;
    private const int Count = 0xFFFD;

    /// <summary>Gives a new Service an address, in place, unless it has or wants none.</summary>
    /// <param name="value">The Service.</param>
    /// <param name="current">The objects that there are.</param>
    public static void Allocate(JsonObject value, Revision current)
    {
        if (value["spec"] is not JsonObject spec || (string?)spec["type"] == "ExternalName")
            return;
        if ((string?)spec["clusterIP"] is not { Length: > 0 })
        {
            var taken = current.List("services").Select(stored => stored.Value.TextAt("spec", "clusterIP")).ToHashSet();
            var start = RandomNumberGenerator.GetInt32(Count);
            spec["clusterIP"] = Enumerable.Range(0, Count).Select(i => Address((start + i) % Count))
                .First(address => !taken.Contains(address));
        }

        spec["clusterIPs"] ??= new JsonArray((string?)spec["clusterIP"]);
    }

    /// <summary>Keeps the address of a Service that is written again without one, in place.</summary>
    public static void Keep(JsonObject value, JsonObject before)
    {
        foreach (var field in new[] { "clusterIP", "clusterIPs" })
        {
            if (value["spec"] is JsonObject spec && spec[field] is null && (string?)spec["type"] != "ExternalName"
                && before["spec"]?[field] is { } address)
            {
                spec[field] = address.DeepClone();
            }
        }
    }

    private static string Address(int offset) => new IPAddress(IPAddress.HostToNetworkOrder(First + offset) & 0xFFFF_FFFFL).ToString();
}
