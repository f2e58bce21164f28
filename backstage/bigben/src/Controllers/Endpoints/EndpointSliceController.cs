using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Selectors;

namespace BigBen.Controllers.Endpoints;

/// <summary>
/// Keeps an EndpointSlice for each pod that a Service selects: one each, since every pod has ports of its own on the one address, as
/// Kubernetes does where a port's name has different numbers.
/// </summary>
/// <param name="store">The objects.</param>
internal sealed class EndpointSliceController(IObjectStore store)
{
    private static readonly string[] Written = ["addressType", "endpoints", "ports"];

    /// <summary>The Services that a pod belongs to.</summary>
    public IEnumerable<NamespacedName> ServicesOf(JsonElement pod) => store.List(Kinds.Services, pod.Text("namespace")).Items
        .Where(service => PodSelector.OfService(service) is { IsEmpty: false } selector && selector.Matches(pod))
        .Select(NamespacedName.Of);

    /// <summary>Brings the slices of one Service up to date.</summary>
    public TimeSpan? Reconcile(NamespacedName key)
    {
        if (store.Find(Kinds.Services, key.Namespace, key.Name) is not { } service || service.IsTerminating())
            return null;
        var selector = PodSelector.OfService(service);
        // Endpoints of a Service without a selector are somebody else's business.
        if (selector.IsEmpty)
            return null;
        var left = SlicesOf(service);
        foreach (var pod in store.List(Kinds.Pods, key.Namespace).Items.Where(pod => selector.Matches(pod) && PodEndpoint.Has(pod)))
        {
            var slice = PodEndpoint.SliceOf(service, pod);
            if (left.Remove(pod.Text("uid"), out var before))
            {
                store.Change(Kinds.EndpointSlices, before, found =>
                {
                    foreach (var field in Written)
                        found[field] = slice[field]!.DeepClone();
                    found["metadata"]!["labels"] = slice["metadata"]!["labels"]!.DeepClone();
                });
            }
            else
            {
                store.Create(Kinds.EndpointSlices, key.Namespace, slice);
            }
        }

        foreach (var slice in left.Values)
            store.DeleteIfThere(Kinds.EndpointSlices, slice);
        return null;
    }

    // By the uid of the pod that each is of.
    private Dictionary<string, JsonElement> SlicesOf(JsonElement service)
    {
        var slices = new Dictionary<string, JsonElement>();
        foreach (var slice in store.List(Kinds.EndpointSlices, service.Text("namespace")).Items)
        {
            if (OwnerReference.ControllerOf(slice)?.Uid == service.Text("uid"))
                slices[slice.ItemsAt("endpoints").FirstOrDefault().TextAt("targetRef", "uid") ?? slice.Text("uid")] = slice;
        }

        return slices;
    }
}
