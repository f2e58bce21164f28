using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Tables.Rows;

/// <summary>The row of a Service.</summary>
internal static class ServiceRow
{
    public static JsonArray Cells(JsonElement value, DateTimeOffset now) => new(
        value.NameOf(),
        value.TextAt("spec", "type") ?? "",
        value.ItemsAt("spec", "clusterIPs").FirstOrDefault() is { ValueKind: JsonValueKind.String } ip ? ip.GetString() : CellText.None,
        ExternalIp(value),
        string.Join(",", value.ItemsAt("spec", "ports").Select(Port)).Or(CellText.None),
        HumanDuration.Age(value, now),
        CellText.Labels(value.At("spec", "selector")));

    /// <summary>The addresses of a load balancer's status.</summary>
    public static string Addresses(JsonElement value) => string.Join(
        ",",
        value.ItemsAt("status", "loadBalancer", "ingress")
            .Select(ingress => ingress.TextAt("ip").Or(ingress.TextAt("hostname") ?? ""))
            .Where(address => address.Length > 0)
            .Distinct()
            .Order(StringComparer.Ordinal));

    private static string ExternalIp(JsonElement value)
    {
        var external = string.Join(",", value.ItemsAt("spec", "externalIPs").Select(ip => ip.GetString()));
        var balanced = Addresses(value);
        return value.TextAt("spec", "type") switch
        {
            "ClusterIP" or "NodePort" => external.Or(CellText.None),
            "LoadBalancer" when external.Length > 0 && balanced.Length > 0 => $"{balanced},{external}",
            "LoadBalancer" => external.Or(balanced.Or("<pending>")),
            "ExternalName" => value.TextAt("spec", "externalName") ?? "",
            _ => CellText.Unknown,
        };
    }

    private static string Port(JsonElement port)
    {
        var number = $"{port.NumberAt("port") ?? 0}";
        if (port.NumberAt("nodePort") is > 0 and var node)
            number = $"{number}:{node}";
        return $"{number}/{port.TextAt("protocol") ?? "TCP"}";
    }
}
