using BigBen.Manifests.Specs;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Kubelet.Pods;

/// <summary>What the containers of a pod ask for together.</summary>
/// <param name="spec">The pod's spec.</param>
internal sealed class PodResources(JsonObject spec)
{
    private static readonly string[] Decisive = ["cpu", "memory"];

    private readonly List<JsonObject> _init = Containers(spec, "initContainers");
    private readonly List<JsonObject> _regular = Containers(spec, "containers");

    /// <summary>The requests; null where there are none.</summary>
    public JsonObject? Requests => Of("requests");

    /// <summary>Requests and limits together.</summary>
    public JsonObject Total
    {
        get
        {
            var total = new JsonObject();
            foreach (var kind in new[] { "limits", "requests" })
            {
                if (Of(kind) is { } sum)
                    total[kind] = sum;
            }

            return total;
        }
    }

    /// <summary>Kubernetes' class of service (kubernetes.io/docs/concepts/workloads/pods/pod-qos).</summary>
    public string QosClass
    {
        get
        {
            var amounts = _init.Concat(_regular).SelectMany(_ => Decisive, Amounts).ToList();
            if (amounts.All(amount => amount is (null, null)))
                return "BestEffort";
            return amounts.All(amount => amount.Limit is not null && (amount.Request ?? amount.Limit) == amount.Limit)
                ? "Guaranteed"
                : "Burstable";
        }
    }

    // Sidecars go on beside the containers, an init container runs beside the sidecars before it: what counts is the most at any time
    // (kubernetes.io/docs/concepts/workloads/pods/sidecar-containers, "Resource sharing within containers").
    private JsonObject? Of(string kind)
    {
        var (sidecars, most) = (new Dictionary<string, Quantity>(), new Dictionary<string, Quantity>());
        foreach (var container in _init)
        {
            if ((string?)container["restartPolicy"] == "Always")
                Add(sidecars, Quantities(container, kind));
            else
                Raise(most, [sidecars, Quantities(container, kind)]);
        }

        Raise(most, [sidecars, .. _regular.Select(container => Quantities(container, kind))]);
        return most.Count == 0
            ? null
            : new JsonObject(most.Select(amount => KeyValuePair.Create(amount.Key, (JsonNode?)amount.Value.ToString())));
    }

    private static void Raise(Dictionary<string, Quantity> most, IEnumerable<Dictionary<string, Quantity>> together)
    {
        var sum = new Dictionary<string, Quantity>();
        foreach (var amounts in together)
            Add(sum, amounts);
        foreach (var (name, amount) in sum)
            most[name] = most.TryGetValue(name, out var before) && before.CompareTo(amount) >= 0 ? before : amount;
    }

    private static void Add(Dictionary<string, Quantity> sum, Dictionary<string, Quantity> amounts)
    {
        foreach (var (name, amount) in amounts)
            sum[name] = sum.TryGetValue(name, out var before) ? before + amount : amount;
    }

    private static Dictionary<string, Quantity> Quantities(JsonObject container, string kind) =>
        (container["resources"]?[kind] as JsonObject ?? [])
            .Select(amount => (amount.Key, Value: Quantity.Find($"{amount.Value}")))
            .Where(amount => amount.Value is not null)
            .ToDictionary(amount => amount.Key, amount => amount.Value!);

    private static List<JsonObject> Containers(JsonObject spec, string list) =>
        [.. (spec[list] as JsonArray ?? []).OfType<JsonObject>()];

    private static (decimal? Limit, decimal? Request) Amounts(JsonObject container, string name) =>
        (Amount(container, "limits", name), Amount(container, "requests", name));

    private static decimal? Amount(JsonObject container, string kind, string name) =>
        container["resources"]?[kind]?[name] is { } amount && ContainerResources.Quantity(amount.ToString()) is { } quantity and not 0
            ? quantity
            : null;
}
