using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Selectors;

namespace BigBen.Controllers.Endpoints;

/// <summary>
/// Keeps the Endpoints of each Service with a selector: the older form of its EndpointSlices, which tools still read. Nothing here routes
/// by it.
/// </summary>
/// <param name="store">The objects.</param>
internal sealed class EndpointsController(IObjectStore store)
{
    private const string ManagedBy = "endpoints.kubernetes.io/managed-by";
    private const string Manager = "endpoint-controller";

    /// <summary>Brings the Endpoints of one Service up to date.</summary>
    public TimeSpan? Reconcile(NamespacedName key)
    {
        var before = store.Find(Kinds.Endpoints, key.Namespace, key.Name);
        if (store.Find(Kinds.Services, key.Namespace, key.Name) is not { } service || service.IsTerminating())
        {
            // Those that nobody here made are somebody else's business, as are those of a Service without a selector.
            if (before?.TextAt("metadata", "labels", ManagedBy) == Manager)
                store.DeleteIfThere(Kinds.Endpoints, before.Value);
            return null;
        }

        var selector = PodSelector.OfService(service);
        if (selector.IsEmpty)
            return null;
        var subsets = Subsets(service, store.List(Kinds.Pods, key.Namespace).Items.Where(pod => selector.Matches(pod)));
        if (before is { } there)
            store.Change(Kinds.Endpoints, there, Write);
        else if (store.Find(Kinds.Namespaces, "", key.Namespace)?.IsTerminating() is false)
            Create();
        return null;

        void Write(JsonObject endpoints)
        {
            var labels = PodEndpoint.LabelsOf(service);
            labels[ManagedBy] = Manager;
            endpoints.MapOf("metadata")["labels"] = labels;
            endpoints.Remove("subsets");
            if (subsets.Count > 0)
                endpoints["subsets"] = subsets.DeepClone();
        }

        void Create()
        {
            var endpoints = new JsonObject { ["metadata"] = new JsonObject { ["name"] = key.Name } };
            Write(endpoints);
            store.Create(Kinds.Endpoints, key.Namespace, endpoints);
        }
    }

    // One for each set of ports; here every pod has ports of its own. A pod that ends is in none, as in Kubernetes.
    private static JsonArray Subsets(JsonElement service, IEnumerable<JsonElement> pods)
    {
        var always = service.FlagAt("spec", "publishNotReadyAddresses");
        var subsets = new JsonArray();
        foreach (var same in pods.Where(pod => PodEndpoint.Has(pod) && (always || !pod.IsTerminating()))
            .Select(pod => (Pod: pod, Ports: PodEndpoint.PortsOf(service, pod)))
            .GroupBy(endpoint => endpoint.Ports.ToJsonString()))
        {
            var subset = new JsonObject();
            foreach (var ready in same.Select(endpoint => endpoint.Pod).GroupBy(pod => always || pod.IsReady()))
                subset[ready.Key ? "addresses" : "notReadyAddresses"] = new JsonArray([.. ready.Select(Address)]);
            subset["ports"] = same.First().Ports;
            subsets.Add((JsonNode)subset);
        }

        return subsets;
    }

    private static JsonObject Address(JsonElement pod) => new()
    {
        ["ip"] = pod.TextAt("status", "podIP"),
        ["nodeName"] = pod.TextAt("spec", "nodeName"),
        ["targetRef"] = PodEndpoint.ReferenceTo(pod),
    };
}
