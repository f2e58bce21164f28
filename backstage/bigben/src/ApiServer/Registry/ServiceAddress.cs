using System.Net;
using System.Security.Cryptography;
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

    private const string Ip = "clusterIP";
    private const string Ips = "clusterIPs";

    /// <summary>Gives a new Service an address, in place, unless it has or wants none.</summary>
    /// <param name="value">The Service.</param>
    /// <param name="current">The objects that there are.</param>
    public static void Allocate(JsonObject value, Revision current)
    {
        if (value["spec"] is not JsonObject spec || IsExternalName(spec))
            return;
        if (IsEmpty(spec[Ip]))
        {
            var taken = current.List("services").Select(stored => stored.Value.TextAt("spec", "clusterIP")).ToHashSet();
            var start = RandomNumberGenerator.GetInt32(Count);
            spec[Ip] = Enumerable.Range(0, Count).Select(i => Address((start + i) % Count))
                .First(address => !taken.Contains(address));
        }

        if (IsEmpty(spec[Ips]))
            spec[Ips] = new JsonArray((string?)spec[Ip]);
    }

    /// <summary>
    /// Keeps the address of a Service that is written again without one, in place, and takes it from one that is to have none.
    /// </summary>
    public static void Keep(JsonObject value, JsonObject before)
    {
        if (value["spec"] is not JsonObject spec || before["spec"] is not JsonObject old || IsExternalName(old))
            return;
        foreach (var field in new[] { Ip, Ips })
        {
            if (IsExternalName(spec) && JsonNode.DeepEquals(spec[field], old[field]))
                spec.Remove(field);
            else if (!IsExternalName(spec) && IsEmpty(spec[field]) && old[field] is { } address)
                spec[field] = address.DeepClone();
        }
    }

    private static bool IsExternalName(JsonObject spec) => (string?)spec["type"] == "ExternalName";

    // An address that is an empty text is one that is not sent.
    private static bool IsEmpty(JsonNode? value) => value is null || value.ToJsonString() is "\"\"" or "[]";

    private static string Address(int offset) => new IPAddress(IPAddress.HostToNetworkOrder(First + offset) & 0xFFFF_FFFFL).ToString();
}
