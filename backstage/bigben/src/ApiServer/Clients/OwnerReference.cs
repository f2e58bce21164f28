using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Clients;

/// <summary>An entry of <c>metadata.ownerReferences</c>.</summary>
/// <param name="ApiVersion">The owner's API version.</param>
/// <param name="Kind">The owner's kind.</param>
/// <param name="Name">The owner's name; its namespace is that of what it owns, or none.</param>
/// <param name="Uid">The owner's uid.</param>
/// <param name="IsController">Whether it is the one owner that manages the object.</param>
/// <param name="BlocksDeletion">Whether an owner that is deleted in the foreground waits for the object.</param>
internal sealed record OwnerReference(
    string ApiVersion, string Kind, string Name, string Uid, bool IsController = false, bool BlocksDeletion = false)
{
    /// <summary>The reference to an object as the one that manages others.</summary>
    public static OwnerReference ToController(ApiResource resource, JsonElement owner) =>
        new(resource.ApiVersion, resource.Kind, owner.Text("name"), owner.Text("uid"), IsController: true, BlocksDeletion: true);

    /// <summary>Every owner of an object.</summary>
    public static IEnumerable<OwnerReference> Of(JsonElement value) => value.ItemsAt("metadata", "ownerReferences").Select(owner =>
        new OwnerReference(
            owner.TextAt("apiVersion") ?? "",
            owner.TextAt("kind") ?? "",
            owner.TextAt("name") ?? "",
            owner.TextAt("uid") ?? "",
            owner.FlagAt("controller"),
            owner.FlagAt("blockOwnerDeletion")));

    /// <summary>The owner that manages an object; null where none does.</summary>
    public static OwnerReference? ControllerOf(JsonElement value) => Of(value).FirstOrDefault(owner => owner.IsController);

    /// <summary>Whether the owner is of a kind, in whichever version of its group.</summary>
    public bool Refers(ApiResource resource) => Kind == resource.Kind && Group == resource.Group;

    /// <summary>The owner's API group; empty for the core one.</summary>
    public string Group => ApiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? ApiVersion[..slash] : "";

    /// <summary>As it stands in the object.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["apiVersion"] = ApiVersion, ["kind"] = Kind, ["name"] = Name, ["uid"] = Uid };
        if (IsController)
            json["controller"] = true;
        if (BlocksDeletion)
            json["blockOwnerDeletion"] = true;
        return json;
    }
}
