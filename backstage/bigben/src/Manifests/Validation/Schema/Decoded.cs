using System.Globalization;
using System.Text.Json.Nodes;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Schema;

/// <summary>
/// Objects as they are once Kubernetes has decoded them, to compare what they mean and not how they are written. A typed client sends back
/// <c>resources: {}</c> and <c>creationTimestamp: null</c> where there was nothing, and <c>500m</c> for <c>0.5</c>.
/// </summary>
internal static class Decoded
{
    private const string LabelSelector = "meta.v1.LabelSelector";

    // Where such a value means the same as none: the default, or what a Go client leaves out.
    private static readonly Dictionary<string, string> Defaults = new()
    {
        ["apps.v1.DeploymentSpec.minReadySeconds"] = "0",
        ["apps.v1.DeploymentSpec.paused"] = "false",
        ["apps.v1.StatefulSetSpec.minReadySeconds"] = "0",
        ["apps.v1.StatefulSetSpec.podManagementPolicy"] = "\"OrderedReady\"",
        ["batch.v1.JobSpec.completionMode"] = "\"NonIndexed\"",
        ["core.v1.Container.stdin"] = "false",
        ["core.v1.Container.stdinOnce"] = "false",
        ["core.v1.Container.tty"] = "false",
        ["core.v1.EnvVar.value"] = "\"\"",
        ["core.v1.PersistentVolumeClaimSpec.volumeMode"] = "\"Filesystem\"",
        ["core.v1.PodSpec.hostIPC"] = "false",
        ["core.v1.PodSpec.hostNetwork"] = "false",
        ["core.v1.PodSpec.hostPID"] = "false",
        ["core.v1.Probe.initialDelaySeconds"] = "0",
        ["core.v1.VolumeMount.readOnly"] = "false",
        ["core.v1.VolumeMount.subPath"] = "\"\"",
    };

    /// <summary>Whether two objects mean the same. Those of kinds without a schema do when they are written the same.</summary>
    public static bool AreSame(JsonObject one, JsonObject other) =>
        JsonNode.DeepEquals(one, other) || JsonNode.DeepEquals(Of(one), Of(other));

    /// <summary>Whether two values of a type mean the same.</summary>
    public static bool AreSame(JsonNode? one, JsonNode? other, FieldType type) =>
        JsonNode.DeepEquals(one, other) || JsonNode.DeepEquals(Of(one, type), Of(other, type));

    /// <summary>A copy of an object without what means the same as nothing; the object itself where its kind has no schema.</summary>
    public static JsonObject Of(JsonObject value) =>
        TypeCatalog.Kind($"{value["apiVersion"]}", $"{value["kind"]}") is { } type ? (JsonObject)Of(value, type)! : value;

    private static JsonNode? Of(JsonNode? value, FieldType type)
    {
        switch (value)
        {
            case JsonObject map when type.Entry is { } entry:
                return new JsonObject(map.Select(item => KeyValuePair.Create(item.Key, Of(item.Value, entry))));
            case JsonObject map when TypeCatalog.Fields(type) is { } fields:
                return Struct(map, type, fields);
            case JsonArray list when type.Element is { } element:
                return new JsonArray([.. list.Select(item => Of(item, element))]);
            case JsonValue when type.Name == "quantity" && Quantity.TryParse(value, out var quantity, out _):
                return quantity!.Value.ToString("0.#########", CultureInfo.InvariantCulture);
            default:
                return value?.DeepClone();
        }
    }

    private static JsonObject Struct(JsonObject map, FieldType type, IReadOnlyDictionary<string, FieldType> fields)
    {
        var decoded = new JsonObject();
        foreach (var (name, item) in map)
        {
            var field = fields.TryGetValue(name, out var known) ? known : new FieldType("any");
            if (Of(item, field) is { } value && !IsNothing(value, field, $"{type.Name}.{name}"))
                decoded[name] = value;
        }

        return decoded;
    }

    private static bool IsNothing(JsonNode value, FieldType type, string field) => value switch
    {
        JsonArray list => list.Count == 0 && type.Element is not null,
        JsonObject map => map.Count == 0 && type.Name != "any" && !MeansSomethingEmpty(type),
        _ => Defaults.TryGetValue(field, out var otherwise) && value.ToJsonString() == otherwise,
    };

    // A selector of everything, an empty folder.
    private static bool MeansSomethingEmpty(FieldType type) =>
        type.Name == LabelSelector
        || type.Name.EndsWith("VolumeSource", StringComparison.Ordinal)
        || type.Name.EndsWith("Projection", StringComparison.Ordinal);
}
