using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Tables.Rows;

/// <summary>The rows of the addresses behind a Service.</summary>
internal static class EndpointRows
{
    private const int Most = 3;

    public static JsonArray Slice(JsonElement value, DateTimeOffset now)
    {
        var ports = value.ItemsAt("ports").Select(port => port.NumberAt("port")?.ToString() ?? port.TextAt("name") ?? "*").ToList();
        var addresses = value.ItemsAt("endpoints")
            .SelectMany(endpoint => endpoint.ItemsAt("addresses"), (_, address) => address.GetString() ?? "")
            .ToList();
        return new JsonArray(
            value.NameOf(),
            value.TextAt("addressType") ?? "",
            CellText.Some(ports, Most, ports.Count).Or(CellText.Unset),
            CellText.Some(addresses, Most, addresses.Count).Or(CellText.Unset),
            HumanDuration.Age(value, now));
    }

    public static JsonArray Endpoints(JsonElement value, DateTimeOffset now)
    {
        var subsets = value.ItemsAt("subsets").ToList();
        var addresses = subsets.SelectMany(Addresses).ToList();
        return new JsonArray(
            value.NameOf(),
            subsets.Count == 0 ? CellText.None : CellText.Some(addresses, Most, addresses.Count),
            HumanDuration.Age(value, now));
    }

    // A Service without a virtual address may have no ports.
    private static IEnumerable<string> Addresses(JsonElement subset)
    {
        var ips = subset.ItemsAt("addresses").Select(address => address.TextAt("ip") ?? "").ToList();
        var ports = subset.ItemsAt("ports").Select(port => port.NumberAt("port") ?? 0).ToList();
        return ports.Count == 0 ? ips : ports.SelectMany(port => ips, (port, ip) => ip.Contains(':') ? $"[{ip}]:{port}" : $"{ip}:{port}");
    }
}
