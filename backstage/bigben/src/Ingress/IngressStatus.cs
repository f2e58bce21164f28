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
    private readonly Controller _controller = new Controller(
        "ingress-status", store, clock, logger, (key, _) => Task.FromResult(Write(store, key))).For(Kinds.Ingresses).Start();

    public ValueTask DisposeAsync() => _controller.DisposeAsync();

    private static TimeSpan? Write(IObjectStore store, NamespacedName key)
    {
        if (store.Find(Kinds.Ingresses, key.Namespace, key.Name) is { } found && !IsWritten(found))
        {
            store.UpdateStatus(Kinds.Ingresses, found, status =>
                status["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["hostname"] = "localhost" }) });
        }

        return null;
    }

    private static bool IsWritten(JsonElement ingress) =>
        ingress.ItemsAt("status", "loadBalancer", "ingress").Any(entry => entry.TextAt("hostname") == "localhost");
}
