using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Tables.Rows.Pods;

/// <summary>The row of a pod.</summary>
internal static class PodRow
{
    public static JsonArray Cells(JsonElement value, DateTimeOffset now)
    {
        var summary = PodSummary.Of(value);
        return new JsonArray(
            value.NameOf(),
            $"{summary.Ready}/{summary.Containers}",
            summary.Reason,
            summary is { Restarts: not 0, LastRestart: { } last }
                ? $"{summary.Restarts} ({HumanDuration.Since(last, now)} ago)"
                : $"{summary.Restarts}",
            HumanDuration.Age(value, now),
            value.ItemsAt("status", "podIPs").FirstOrDefault().TextAt("ip").Or(CellText.None),
            value.TextAt("spec", "nodeName").Or(CellText.None),
            value.TextAt("status", "nominatedNodeName").Or(CellText.None),
            ReadinessGates(value));
    }

    /// <summary>The condition of the row of a pod that has ended; null for every other.</summary>
    public static JsonObject? Condition(JsonElement value) => value.TextAt("status", "phase") switch
    {
        "Succeeded" => Completed("Succeeded", "The pod has completed successfully."),
        "Failed" => Completed("Failed", "The pod failed."),
        _ => null,
    };

    private static JsonObject Completed(string reason, string message) =>
        new() { ["type"] = "Completed", ["status"] = "True", ["reason"] = reason, ["message"] = message };

    private static string ReadinessGates(JsonElement value)
    {
        var gates = value.ItemsAt("spec", "readinessGates").Select(gate => gate.TextAt("conditionType") ?? "").ToList();
        return gates.Count == 0 ? CellText.None : $"{gates.Count(gate => value.HasCondition(gate))}/{gates.Count}";
    }
}
