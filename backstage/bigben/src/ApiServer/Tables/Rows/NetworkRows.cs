using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Tables.Rows;

/// <summary>The rows of how pods are reached from outside, and by whom.</summary>
internal static class NetworkRows
{
    private const int Most = 3;

    public static JsonArray Ingress(JsonElement value, DateTimeOffset now) => new(
        value.NameOf(),
        value.TextAt("spec", "ingressClassName") ?? CellText.None,
        Hosts(value),
        ServiceRow.Addresses(value),
        value.ItemsAt("spec", "tls").Any() ? "80, 443" : "80",
        HumanDuration.Age(value, now));

    public static JsonArray IngressClass(JsonElement value, DateTimeOffset now) => new(
        value.NameOf(),
        value.TextAt("spec", "controller") ?? "",
        value.At("spec", "parameters") is { } parameters ? Reference(parameters) : CellText.None,
        HumanDuration.Age(value, now));

    public static JsonArray NetworkPolicy(JsonElement value, DateTimeOffset now) =>
        new(value.NameOf(), CellText.Selector(value.At("spec", "podSelector")).Or(CellText.None), HumanDuration.Age(value, now));

    private static string Hosts(JsonElement value)
    {
        var rules = value.ItemsAt("spec", "rules").ToList();
        var hosts = rules.Select(rule => rule.TextAt("host") ?? "").Where(host => host.Length > 0).ToList();
        return CellText.Some(hosts, Most, hosts.Count > Most ? rules.Count : hosts.Count).Or("*");
    }

    private static string Reference(JsonElement parameters)
    {
        var group = parameters.TextAt("apiGroup") is { } found ? $".{found}" : "";
        return $"{parameters.TextAt("kind")}{group}/{parameters.TextAt("name")}";
    }
}
