using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Selectors;

namespace BigBen.Controllers;

/// <summary>Which objects belong to a controller: those that it owns, and those that nobody does and its selector means.</summary>
/// <param name="store">Where they are.</param>
internal sealed class Claims(IObjectStore store)
{
    /// <summary>
    /// Finds what belongs to an object, takes what nobody has and lets go of what it no longer means, as Kubernetes'
    /// <c>ControllerRefManager</c>.
    /// </summary>
    /// <param name="ownerKind">The owner's kind.</param>
    /// <param name="owner">The owner; one that is being deleted takes nothing new.</param>
    /// <param name="kind">The kind of what it may own.</param>
    /// <param name="fits">What else must hold for one that it takes.</param>
    public IReadOnlyList<JsonElement> Claim(
        ApiResource ownerKind, JsonElement owner, ApiResource kind, Predicate<JsonElement>? fits = null)
    {
        var selector = PodSelector.Of(owner.At("spec", "selector"));
        var claimed = new List<JsonElement>();
        foreach (var value in store.List(kind, owner.Text("namespace")).Items)
        {
            if (OwnerReference.ControllerOf(value) is { } found)
            {
                if (found.Uid != owner.Text("uid"))
                    continue;
                if (selector.Matches(value))
                    claimed.Add(value);
                else if (!owner.IsTerminating())
                    Release(kind, value, found.Uid);
            }
            else if (!selector.IsEmpty && selector.Matches(value) && !value.IsTerminating() && !owner.IsTerminating()
                && fits?.Invoke(value) is not false)
            {
                if (Adopt(ownerKind, owner, kind, value) is { } adopted)
                    claimed.Add(adopted);
            }
        }

        return claimed;
    }

    // Whether the owner is still there is asked within the write: one that was deleted since it was read has let go of all that it had.
    private JsonElement? Adopt(ApiResource ownerKind, JsonElement owner, ApiResource kind, JsonElement value)
    {
        var isThere = false;
        var adopted = store.Change(kind, value, found =>
        {
            isThere = store.Find(ownerKind, owner.Text("namespace"), owner.NameOf()) is { } now
                && now.Text("uid") == owner.Text("uid") && !now.IsTerminating();
            if (isThere)
                ObjectMeta.Of(found).ListOf("ownerReferences").Add((JsonNode)OwnerReference.ToController(ownerKind, owner).ToJson());
        });
        return isThere ? adopted : null;
    }

    private void Release(ApiResource kind, JsonElement value, string uid) => store.Change(kind, value, found =>
    {
        var owners = found["metadata"]!["ownerReferences"]!.AsArray();
        owners.RemoveAll(owner => (string?)owner?["uid"] == uid);
        if (owners.Count == 0)
            found["metadata"]!.AsObject().Remove("ownerReferences");
    });
}
