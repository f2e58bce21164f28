using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Manifests;
using BigBen.Manifests.Specs;
using BigBen.Manifests.Validation.Schema;

namespace BigBen.Controllers.Policies;

/// <summary>Tells on each object, as a condition of its status, what it asks for and the local platform does not do.</summary>
/// <param name="store">The objects.</param>
/// <param name="clock">The time.</param>
/// <param name="resource">Their kind.</param>
internal sealed class NotEnforcedController(IObjectStore store, TimeProvider clock, ApiResource resource)
{
    private const string Condition = "bigben.localhost/NotEnforced";

    // What the kubelet says of this machine.
    private const string Mounts = "bigben.localhost/VolumesMounted";

    /// <summary>The kinds whose objects are given by users, and run or only kept.</summary>
    public static IReadOnlyList<ApiResource> Covered { get; } =
    [
        .. Kinds.Deletable.Where(kind => !kind.IsCustom && KnownKinds.Of(kind.Group, kind.Kind).Use != KindUse.Refuse),
    ];

    /// <summary>Writes the condition of one object, or takes it away.</summary>
    public TimeSpan? Reconcile(NamespacedName key)
    {
        if (store.Find(resource, key.Namespace, key.Name) is not { } value || value.IsTerminating())
            return null;
        var message = MessageOf(value, store.List(Kinds.Nodes).Items.Any(node => node.HasCondition(Mounts)));
        var there = value.ConditionOf(Condition) is not null;
        if (message.Length == 0 && !there)
            return null;
        store.UpdateStatus(resource, value, status =>
        {
            if (message.Length > 0)
                Conditions.Set(status, Condition, "True", "LocalPlatform", message, clock.GetUtcNow());
            else
                Conditions.Remove(status, Condition);
        });
        return null;
    }

    private static string MessageOf(JsonElement value, bool mounts)
    {
        try
        {
            // What the server filled in nobody asked for.
            var asked = Defaults.Without(JsonNode.Parse(value.GetRawText())!.AsObject());
            var manifest = Manifest.Of(asked, "the object", value.Text("namespace"));
            return string.Join("; ", ObjectSpec.Read(manifest, mounts).Select(entry => $"{entry.What}: {entry.Why}"));
        }
        catch (PlatformException e)
        {
            // What cannot be read is not done either, and that is why.
            return e.Message;
        }
    }
}
