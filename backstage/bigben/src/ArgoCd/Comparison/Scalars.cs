using BigBen.Manifests.Specs;

namespace BigBen.ArgoCd.Comparison;

/// <summary>Whether two values of a field mean the same, however they are written.</summary>
internal static class Scalars
{
    private static readonly HashSet<string> Quantities =
        ["cpu", "memory", "storage", "ephemeral-storage", "sizeLimit", "averageValue", "divisor", "maxSize"];

    /// <summary>Whether they do: <c>0.5</c> and <c>500m</c> of CPU are one amount.</summary>
    public static bool AreEqual(string field, JsonNode one, JsonNode? other)
    {
        if (JsonNode.DeepEquals(one, other))
            return true;
        return Quantities.Contains(field)
            && one is JsonValue && other is JsonValue
            && ContainerResources.Quantity(one.ToString()) is { } amount
            && amount == ContainerResources.Quantity(other.ToString());
    }
}
