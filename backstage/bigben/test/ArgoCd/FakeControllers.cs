using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Comparison;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.Tests.ArgoCd;

/// <summary>
/// Whatever Kubernetes' controllers do that an Application waits for, at once: Deployments complete, Ingresses get an address, what is
/// deleted goes.
/// </summary>
internal sealed class FakeControllers : IAsyncDisposable
{
    private readonly List<Controller> _controllers = [];

    public FakeControllers(IObjectStore store)
    {
        foreach (var resource in LiveObjects.Kinds)
        {
            _controllers.Add(new Controller(resource.Plural, store, TimeProvider.System, NullLogger.Instance, (key, _) =>
            {
                if (store.Find(resource, key.Namespace, key.Name) is { } value)
                    Act(store, resource, key, value);
                return Task.FromResult<TimeSpan?>(null);
            }).For(resource).Start());
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var controller in _controllers)
            await controller.DisposeAsync();
    }

    private static void Act(IObjectStore store, ApiResource resource, NamespacedName key, JsonElement value)
    {
        if (value.ItemsAt("metadata", "finalizers").Any(finalizer => finalizer.ToString() == "foregroundDeletion"))
        {
            Update(store, resource, key, "", changed => changed["metadata"]!["finalizers"] = new JsonArray(
                [.. ObjectMeta.Finalizers(changed).Where(finalizer => finalizer != "foregroundDeletion")
                    .Select(finalizer => (JsonNode)finalizer)]));
            return;
        }

        if (resource.Plural == "ingresses")
            Update(
                store,
                resource,
                key,
                "status",
                changed => changed["status"] = JsonNode.Parse("""{ "loadBalancer": { "ingress": [{ "hostname": "localhost" }] } }"""));
        if (resource.Plural != "deployments")
            return;
        var replicas = value.NumberAt("spec", "replicas") ?? 1;
        Update(store, resource, key, "status", changed => changed["status"] = new JsonObject
        {
            ["observedGeneration"] = value.NumberAt("metadata", "generation"),
            ["replicas"] = replicas,
            ["updatedReplicas"] = replicas,
            ["availableReplicas"] = replicas,
        });
    }

    private static void Update(IObjectStore store, ApiResource resource, NamespacedName key, string part, Action<JsonObject> change) =>
        store.Update(
            resource,
            key.Namespace,
            key.Name,
            value =>
            {
                change(value);
                return value;
            },
            new WriteOptions(Subresource: part));
}
