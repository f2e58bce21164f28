namespace BigBen.Manifests.Validation.Schema;

/// <summary>
/// What a Kubernetes API server fills in where a field is not set. A field that has its default means the same as one that is not set: so
/// what is compared, counted or hashed is compared without them, whether it was kept before they were filled in or after.
/// </summary>
internal static class Defaults
{
    private const string Latest = "latest";

    private static readonly Dictionary<string, (string Field, JsonNode Value)[]> Table = Parse(
        """
        apps.v1.DeploymentSpec: replicas 1, revisionHistoryLimit 10, progressDeadlineSeconds 600, strategy {}
        apps.v1.DeploymentStrategy: type "RollingUpdate", rollingUpdate {}
        apps.v1.RollingUpdateDeployment: maxUnavailable "25%", maxSurge "25%"
        apps.v1.ReplicaSetSpec: replicas 1
        apps.v1.StatefulSetSpec: replicas 1, podManagementPolicy "OrderedReady", revisionHistoryLimit 10, updateStrategy {}
        apps.v1.StatefulSetUpdateStrategy: type "RollingUpdate", rollingUpdate {}
        apps.v1.RollingUpdateStatefulSetStrategy: partition 0
        batch.v1.JobSpec: completionMode "NonIndexed"
        batch.v1.CronJobSpec: concurrencyPolicy "Allow", suspend false, successfulJobsHistoryLimit 3, failedJobsHistoryLimit 1
        autoscaling.v2.HorizontalPodAutoscalerSpec: minReplicas 1
        core.v1.PersistentVolumeClaimSpec: volumeMode "Filesystem"
        core.v1.ServiceSpec: type "ClusterIP", sessionAffinity "None", internalTrafficPolicy "Cluster"
        core.v1.ServicePort: protocol "TCP"
        core.v1.PodSpec: restartPolicy "Always", dnsPolicy "ClusterFirst", terminationGracePeriodSeconds 30, securityContext {}
        core.v1.PodSpec: schedulerName "default-scheduler"
        core.v1.Container: terminationMessagePath "/dev/termination-log", terminationMessagePolicy "File", imagePullPolicy "IfNotPresent"
        core.v1.ContainerPort: protocol "TCP"
        core.v1.Probe: timeoutSeconds 1, periodSeconds 10, successThreshold 1, failureThreshold 3
        core.v1.HTTPGetAction: path "/", scheme "HTTP"
        core.v1.ObjectFieldSelector: apiVersion "v1"
        core.v1.ConfigMapVolumeSource: defaultMode 420
        core.v1.SecretVolumeSource: defaultMode 420
        core.v1.DownwardAPIVolumeSource: defaultMode 420
        core.v1.ProjectedVolumeSource: defaultMode 420
        networking.v1.NetworkPolicyPort: protocol "TCP"
        """);

    /// <summary>Fills in what an object does not set, in place.</summary>
    /// <param name="value">The object; one of a kind without a schema stays as it is.</param>
    /// <param name="apiVersion">Its group and version.</param>
    /// <param name="kind">Its kind.</param>
    public static void Settle(JsonObject value, string apiVersion, string kind)
    {
        if (TypeCatalog.Kind(apiVersion, kind) is { } type)
            Settle(value, type);
    }

    /// <summary>A copy of an object without the fields that have their default; the object itself where its kind has no schema.</summary>
    public static JsonObject Without(JsonObject value) =>
        TypeCatalog.Kind($"{value["apiVersion"]}", $"{value["kind"]}") is { } type ? (JsonObject)Without(value, type)! : value;

    /// <summary>A copy of a value without the fields that have their default.</summary>
    public static JsonNode? Without(JsonNode? value, FieldType type)
    {
        switch (value)
        {
            case JsonObject map when type.Entry is { } entry:
                return new JsonObject(map.Select(item => KeyValuePair.Create(item.Key, Without(item.Value, entry))));
            case JsonObject map when TypeCatalog.Fields(type) is { } fields:
                var kept = new JsonObject();
                foreach (var (name, item) in map)
                {
                    var inner = fields.TryGetValue(name, out var field) ? Without(item, field) : item?.DeepClone();
                    if (inner is null || !Is(inner, type, name, map))
                        kept[name] = inner;
                }

                return kept;
            case JsonArray list when type.Element is { } element:
                return new JsonArray([.. list.Select(item => Without(item, element))]);
            default:
                return value?.DeepClone();
        }
    }

    /// <summary>Whether a value, from which inner defaults were taken, is the default of its field.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">The type that the field is of.</param>
    /// <param name="field">The field.</param>
    /// <param name="parent">What it is a field of.</param>
    public static bool Is(JsonNode value, FieldType type, string field, JsonObject parent) =>
        Table.TryGetValue(type.Name, out var defaults)
        && defaults.FirstOrDefault(one => one.Field == field) is { Value: { } usual }
        && Of(type, field, usual, parent) is { } wanted
        && JsonNode.DeepEquals(wanted, value);

    private static void Settle(JsonNode? value, FieldType type)
    {
        switch (value)
        {
            case JsonObject map when type.Entry is { } entry:
                foreach (var (_, item) in map)
                    Settle(item, entry);
                break;
            case JsonObject map when TypeCatalog.Fields(type) is { } fields:
                foreach (var (field, usual) in Table.GetValueOrDefault(type.Name, []))
                {
                    if (IsUnset(map[field], fields[field]) && Of(type, field, usual, map) is { } wanted)
                        map[field] = wanted.DeepClone();
                }

                foreach (var (name, item) in map)
                {
                    if (fields.TryGetValue(name, out var field))
                        Settle(item, field);
                }

                break;
            case JsonArray list when type.Element is { } element:
                foreach (var item in list)
                    Settle(item, element);
                break;
        }
    }

    // Where Go has no pointer, an empty text and 0 are the same as none.
    private static bool IsUnset(JsonNode? value, FieldType type) =>
        value is null || (!type.IsPointer && value is JsonValue && value.ToJsonString() is "\"\"" or "0");

    private static JsonNode? Of(FieldType type, string field, JsonNode usual, JsonObject parent) => (type.ShortName, field) switch
    {
        ("DeploymentStrategy" or "StatefulSetUpdateStrategy", "rollingUpdate") =>
            parent["type"] is null || $"{parent["type"]}" is "" or "RollingUpdate" ? usual : null,
        ("Container", "imagePullPolicy") => TagOf($"{parent["image"]}") == Latest ? "Always" : usual,
        ("ServiceSpec", "internalTrafficPolicy") => $"{parent["type"]}" == "ExternalName" ? null : usual,
        _ => usual,
    };

    private static string TagOf(string image)
    {
        var name = image[(image.LastIndexOf('/') + 1)..];
        var digest = name.IndexOf('@', StringComparison.Ordinal);
        var named = digest < 0 ? name : name[..digest];
        var tag = named.IndexOf(':', StringComparison.Ordinal);
        return tag >= 0 ? named[(tag + 1)..] : digest < 0 ? Latest : "";
    }

    private static Dictionary<string, (string Field, JsonNode Value)[]> Parse(string text) => text
        .Split('\n')
        .Select(line => line.Split(": "))
        .GroupBy(line => line[0], line => line[1])
        .ToDictionary(type => type.Key, type => type.SelectMany(fields => fields.Split(", ")).Select(Field).ToArray());

    private static (string Field, JsonNode Value) Field(string text) =>
        text.Split(' ') is [var name, var value] ? (name, JsonNode.Parse(value)!) : throw new FormatException(text);
}
