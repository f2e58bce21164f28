using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.GarbageCollection;

/// <summary>Empties a namespace that is deleted, and lets it go when nothing is left in it.</summary>
/// <param name="store">The objects.</param>
internal sealed class NamespaceController(IObjectStore store)
{
    private static readonly IReadOnlyList<ApiResource> Namespaced = [.. Kinds.Deletable.Where(kind => kind.Namespaced)];

    /// <summary>Has a loop follow the namespaces, and what is in those that are being deleted.</summary>
    public Controller Follow(Controller controller)
    {
        controller.For(Kinds.Namespaces);
        foreach (var resource in Namespaced)
            controller.Watches(resource, NamespaceOf);
        return controller;
    }

    /// <summary>Deletes what is in a namespace that is being deleted; lets it go when that is nothing.</summary>
    public TimeSpan? Reconcile(NamespacedName key)
    {
        if (!IsTerminating(key.Name))
            return null;
        var left = 0;
        foreach (var resource in Namespaced)
        {
            foreach (var value in store.List(resource, key.Name).Items)
            {
                if (!value.IsTerminating())
                    store.DeleteIfThere(resource, value, "Background");
                left += store.Find(resource, key.Name, value.NameOf()) is null ? 0 : 1;
            }
        }

        if (left == 0 && store.Find(Kinds.Namespaces, "", key.Name) is { } ns)
        {
            var finalize = new WriteOptions(Subresource: "finalize");
            store.Change(Kinds.Namespaces, ns, found => found["spec"]!["finalizers"] = new JsonArray(), finalize);
        }

        return null;
    }

    private IEnumerable<NamespacedName> NamespaceOf(JsonElement value) =>
        IsTerminating(value.Text("namespace")) ? [new NamespacedName("", value.Text("namespace"))] : [];

    private bool IsTerminating(string ns) => store.Find(Kinds.Namespaces, "", ns)?.IsTerminating() is true;
}
