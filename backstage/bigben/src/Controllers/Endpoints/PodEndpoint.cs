using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Endpoints;

/// <summary>A pod as an endpoint of a Service.</summary>
internal static class PodEndpoint
{
    // Which port of this machine each container port has, as the kubelet writes it.
    private const string PortsAnnotation = "bigben.localhost/ports";

    /// <summary>Whether the pod has an address and can still answer.</summary>
    public static bool Has(JsonElement pod) => pod.TextAt("status", "podIP") is { Length: > 0 } && !pod.IsOver();

    /// <summary>The slice of one pod.</summary>
    public static JsonObject SliceOf(JsonElement service, JsonElement pod) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["generateName"] = $"{service.NameOf()}-",
            ["labels"] = SliceLabelsOf(service),
            ["ownerReferences"] = new JsonArray(OwnerReference.ToController(Kinds.Services, service).ToJson()),
        },
        ["addressType"] = "IPv4",
        ["endpoints"] = new JsonArray(EndpointOf(service, pod)),
        ["ports"] = PortsOf(service, pod),
    };

    /// <summary>The labels of a Service, and whether it is headless.</summary>
    public static JsonObject LabelsOf(JsonElement service)
    {
        var labels = new JsonObject(service.FieldsAt("metadata", "labels")
            .Select(label => KeyValuePair.Create<string, JsonNode?>(label.Name, label.Value.GetString())));
        if (service.TextAt("spec", "clusterIP") == "None")
            labels["service.kubernetes.io/headless"] = "";
        return labels;
    }

    /// <summary>The pod, as an address refers to it.</summary>
    public static JsonObject ReferenceTo(JsonElement pod) => new()
    {
        ["kind"] = "Pod",
        ["namespace"] = pod.Text("namespace"),
        ["name"] = pod.NameOf(),
        ["uid"] = pod.Text("uid"),
    };

    /// <summary>The ports of a Service that the pod has, by the numbers that they have on this machine.</summary>
    public static JsonArray PortsOf(JsonElement service, JsonElement pod)
    {
        var hostPorts = JsonNode.Parse(pod.TextAt("metadata", "annotations", PortsAnnotation) ?? "{}")!.AsObject();
        var ports = new JsonArray();
        foreach (var port in service.ItemsAt("spec", "ports"))
        {
            var container = ContainerPort(port, pod)?.ToString(CultureInfo.InvariantCulture);
            if (container is null || hostPorts[container] is not { } hostPort)
                continue;
            var entry = new JsonObject
            {
                ["name"] = port.TextAt("name") ?? "",
                ["protocol"] = port.TextAt("protocol") ?? "TCP",
                ["port"] = hostPort.DeepClone(),
            };
            if (port.TextAt("appProtocol") is { } protocol)
                entry["appProtocol"] = protocol;
            ports.Add((JsonNode)entry);
        }

        return ports;
    }

    private static JsonObject SliceLabelsOf(JsonElement service)
    {
        var labels = LabelsOf(service);
        labels["endpointslice.kubernetes.io/managed-by"] = "endpointslice-controller.k8s.io";
        labels["kubernetes.io/service-name"] = service.NameOf();
        return labels;
    }

    private static JsonObject EndpointOf(JsonElement service, JsonElement pod)
    {
        var (serving, terminating) = (pod.IsReady(), pod.IsTerminating());
        var always = service.FlagAt("spec", "publishNotReadyAddresses");
        return new JsonObject
        {
            ["addresses"] = new JsonArray(pod.TextAt("status", "podIP")),
            ["conditions"] = new JsonObject
            {
                ["ready"] = always || (serving && !terminating),
                ["serving"] = serving,
                ["terminating"] = terminating,
            },
            ["targetRef"] = ReferenceTo(pod),
            ["nodeName"] = pod.TextAt("spec", "nodeName"),
        };
    }

    private static long? ContainerPort(JsonElement port, JsonElement pod) => port.At("targetPort") switch
    {
        null => port.NumberAt("port"),
        { ValueKind: JsonValueKind.Number } number => number.GetInt64(),
        { } name => pod.ItemsAt("spec", "containers").Concat(SidecarsOf(pod)).SelectMany(container => container.ItemsAt("ports"))
            .FirstOrDefault(candidate => candidate.TextAt("name") == name.GetString()).NumberAt("containerPort"),
    };

    private static IEnumerable<JsonElement> SidecarsOf(JsonElement pod) =>
        pod.ItemsAt("spec", "initContainers").Where(container => container.TextAt("restartPolicy") == "Always");
}
