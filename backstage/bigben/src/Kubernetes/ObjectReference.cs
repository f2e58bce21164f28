namespace BigBen.Kubernetes;

/// <summary>Names one object.</summary>
/// <param name="Group">Its API group; empty for the core.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">Its namespace; empty for an object of the whole cluster.</param>
/// <param name="Name">Its name.</param>
internal sealed record ObjectReference(string Group, string Kind, string Namespace, string Name)
{
    /// <summary>The reference to an object of a kind.</summary>
    public static ObjectReference Of(ResourceKind kind, JsonElement value) =>
        new(kind.Group, kind.Kind, value.NamespaceOf(), value.NameOf());

    /// <summary>The object's controller, by its owner references; null where nothing controls it.</summary>
    public static ObjectReference? OwnerOf(JsonElement value) =>
        value.ItemsAt("metadata", "ownerReferences")
            .Where(owner => owner.FlagAt("controller"))
            .Select(owner =>
                new ObjectReference(GroupOf(owner.TextAt("apiVersion")), owner.TextAt("kind"), value.NamespaceOf(), owner.TextAt("name")))
            .FirstOrDefault();

    /// <summary>As Argo CD writes it in messages.</summary>
    public override string ToString() => Group.Length == 0 ? $"{Kind}/{Name}" : $"{Group}/{Kind}/{Name}";

    private static string GroupOf(string apiVersion) => apiVersion.Split('/') is [var group, _] ? group : "";
}
