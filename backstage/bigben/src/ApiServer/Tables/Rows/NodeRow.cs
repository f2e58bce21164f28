using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Tables.Rows;

/// <summary>The row of a node.</summary>
internal static class NodeRow
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    public static JsonArray Cells(JsonElement value, DateTimeOffset now) => new(
        value.NameOf(),
        Status(value),
        Roles(value),
        HumanDuration.Age(value, now),
        value.TextAt("status", "nodeInfo", "kubeletVersion") ?? "",
        Address(value, "InternalIP"),
        Address(value, "ExternalIP"),
        value.TextAt("status", "nodeInfo", "osImage").Or(CellText.Unknown),
        Kernel(value),
        value.TextAt("status", "nodeInfo", "containerRuntimeVersion").Or(CellText.Unknown));

    private static string Status(JsonElement value)
    {
        var ready = value.ConditionOf("Ready")?.TextAt("status");
        var status = ready switch { null => "Unknown", "True" => "Ready", _ => "NotReady" };
        return value.FlagAt("spec", "unschedulable") ? $"{status},SchedulingDisabled" : status;
    }

    private static string Roles(JsonElement value)
    {
        var roles = value.FieldsAt("metadata", "labels").Select(label => label.Name switch
        {
            "kubernetes.io/role" => label.Value.GetString() ?? "",
            var name when name.StartsWith(RolePrefix, StringComparison.Ordinal) => name[RolePrefix.Length..],
            _ => "",
        });
        return string.Join(",", roles.Where(role => role.Length > 0).Distinct().Order(StringComparer.Ordinal)).Or(CellText.None);
    }

    private static string Address(JsonElement value, string type) =>
        value.ItemsAt("status", "addresses").FirstOrDefault(address => address.TextAt("type") == type).TextAt("address").Or(CellText.None);

    private static string Kernel(JsonElement value)
    {
        var version = value.TextAt("status", "nodeInfo", "kernelVersion").Or(CellText.Unknown);
        return value.TextAt("status", "nodeInfo", "architecture") is { Length: > 0 } architecture ? $"{version} ({architecture})" : version;
    }
}
