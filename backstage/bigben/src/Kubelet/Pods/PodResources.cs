using System.Text.Json.Nodes;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Pods;

/// <summary>What the containers of a pod ask for, of which a pod that runs here has one.</summary>
/// <param name="spec">The pod's spec.</param>
internal sealed class PodResources(JsonObject spec)
{
    private static readonly string[] Decisive = ["cpu", "memory"];

    private readonly List<JsonObject> _containers =
        [.. (spec["containers"] as JsonArray ?? []).OfType<JsonObject>().Select(container => container["resources"] as JsonObject ?? [])];

    /// <summary>The requests; null where there are none.</summary>
    public JsonObject? Requests => _containers is [var only] ? only["requests"] as JsonObject : null;

    /// <summary>Requests and limits together.</summary>
    public JsonObject Total => _containers is [var only] ? only.DeepClone().AsObject() : [];

    /// <summary>Kubernetes' class of service (kubernetes.io/docs/concepts/workloads/pods/pod-qos).</summary>
    public string QosClass
    {
        get
        {
            var amounts = _containers.SelectMany(_ => Decisive, Amounts).ToList();
            if (amounts.All(amount => amount is (null, null)))
                return "BestEffort";
            return amounts.All(amount => amount.Limit is not null && (amount.Request ?? amount.Limit) == amount.Limit)
                ? "Guaranteed"
                : "Burstable";
        }
    }

    private static (decimal? Limit, decimal? Request) Amounts(JsonObject container, string name) =>
        (Amount(container, "limits", name), Amount(container, "requests", name));

    private static decimal? Amount(JsonObject container, string kind, string name) =>
        container[kind]?[name] is { } amount && ContainerResources.Quantity(amount.ToString()) is { } quantity and not 0 ? quantity : null;
}
