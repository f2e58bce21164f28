using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Ingress;

/// <summary>Writes into each Ingress where it is served, which Argo CD takes for its health: at <c>localhost</c>.</summary>
/// <param name="store">Where the objects are.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Told of what fails.</param>
internal sealed class IngressStatus(IObjectStore store, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private static readonly ApiResource Ingresses = ResourceCatalog.Find("networking.k8s.io", "v1", "ingresses")!;

    private readonly Controller _controller = new Controller(
        "ingress-status", store, clock, logger, (key, _) => Task.FromResult(Write(store, key))).For(Ingresses).Start();

    public ValueTask DisposeAsync() => _controller.DisposeAsync();

    private static TimeSpan? Write(IObjectStore store, NamespacedName key)
    {
        if (store.Find(Ingresses, key.Namespace, key.Name) is not { } found || IsWritten(found))
            return null;
        try
        {
            store.Update(Ingresses, key.Namespace, key.Name, ingress =>
            {
                ingress["status"] = new JsonObject
                {
                    ["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["hostname"] = "localhost" }) },
                };
                return ingress;
            }, new WriteOptions(Subresource: "status"));
        }
        catch (StatusException e) when (e.Reason == StatusReason.NotFound)
        {
            // Deleted meanwhile.
        }

        return null;
    }

    private static bool IsWritten(JsonElement ingress) =>
        ingress.ItemsAt("status", "loadBalancer", "ingress").Any(entry => entry.TextAt("hostname") == "localhost");
}
