using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Tables.Rows;

/// <summary>The rows of what keeps a number of pods.</summary>
internal static class WorkloadRows
{
    public static JsonArray Deployment(JsonElement value, DateTimeOffset now)
    {
        var (names, images) = Containers(value);
        return new JsonArray(
            value.NameOf(),
            $"{Status(value, "readyReplicas")}/{Desired(value)}",
            Status(value, "updatedReplicas"),
            Status(value, "availableReplicas"),
            HumanDuration.Age(value, now),
            names,
            images,
            CellText.Selector(value.At("spec", "selector")));
    }

    public static JsonArray ReplicaSet(JsonElement value, DateTimeOffset now)
    {
        var (names, images) = Containers(value);
        return new JsonArray(
            value.NameOf(),
            Desired(value),
            Status(value, "replicas"),
            Status(value, "readyReplicas"),
            HumanDuration.Age(value, now),
            names,
            images,
            CellText.Selector(value.At("spec", "selector")).Or(CellText.None));
    }

    public static JsonArray StatefulSet(JsonElement value, DateTimeOffset now)
    {
        var (names, images) = Containers(value);
        return new JsonArray(
            value.NameOf(), $"{Status(value, "readyReplicas")}/{Desired(value)}", HumanDuration.Age(value, now), names, images);
    }

    public static JsonArray Revision(JsonElement value, DateTimeOffset now)
    {
        var owner = value.ItemsAt("metadata", "ownerReferences").FirstOrDefault(found => found.FlagAt("controller"));
        return new JsonArray(
            value.NameOf(),
            $"{owner.TextAt("kind")?.ToLowerInvariant()}.{owner.TextAt("apiVersion")?.Split('/')[0]}/{owner.TextAt("name")}",
            value.NumberAt("revision") ?? 0,
            HumanDuration.Age(value, now));
    }

    public static JsonArray DisruptionBudget(JsonElement value, DateTimeOffset now) => new(
        value.NameOf(),
        Bound(value.At("spec", "minAvailable")),
        Bound(value.At("spec", "maxUnavailable")),
        Status(value, "disruptionsAllowed"),
        HumanDuration.Age(value, now));

    private static long Desired(JsonElement value) => value.NumberAt("spec", "replicas") ?? 0;

    private static long Status(JsonElement value, string field) => value.NumberAt("status", field) ?? 0;

    private static (string Names, string Images) Containers(JsonElement value) =>
        CellText.Containers(value, "spec", "template", "spec", "containers");

    // A number of pods, or a share of them.
    private static string Bound(JsonElement? bound) => bound?.ToString() ?? "N/A";
}
